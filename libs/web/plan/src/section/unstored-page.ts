import { Component, DestroyRef, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Button, Empty, Page, Skeleton } from '@samenplan/web/ui';
import type { Kept } from './kept-words';
import { sectionWords } from './section-words';
import { UnstoredPanel } from './unstored-panel';
import { UnstoredTexts, type Leftover } from './unstored-texts';

interface Item {
  readonly kept: Kept;
  /** The section, where it may still be stored; null when it will not be. */
  readonly path: string | null;
}

/** Own text on this device that is not stored, of all sections; without their names, which may not be known any more. */
@Component({
  selector: 'sp-unstored-page',
  imports: [Button, Empty, Page, RouterLink, Skeleton, UnstoredPanel],
  template: `
    <sp-page [heading]="t('unstored.page')" [lead]="t('unstored.page.lead')">
      @for (item of items(); track item.kept.id) {
        <section>
          <sp-unstored-panel [kept]="[item.kept]" [live]="false" (discarded)="discard($event)" />
          @if (item.path !== null) {
            <a spButton kind="primary" [routerLink]="item.path">{{ t('unstored.page.open') }}</a>
          }
        </section>
      } @empty {
        @if (looked()) {
          <sp-empty icon="check" [heading]="t('unstored.page.empty')" [text]="t('unstored.page.empty.text')">
            <a spButton routerLink="/">{{ t('gone.home') }}</a>
          </sp-empty>
        } @else {
          <sp-skeleton shape="block" [count]="1" />
        }
      }
    </sp-page>
  `,
  styles: `
    section {
      display: grid;
      justify-items: start;
      gap: var(--sp-space-3);
      margin-block-end: var(--sp-space-5);
    }
    sp-unstored-panel {
      inline-size: 100%;
    }
  `,
})
export class UnstoredPage {
  readonly #texts = inject(UnstoredTexts);
  protected readonly t = useWords(sectionWords);
  protected readonly items = signal<readonly Item[]>([]);
  protected readonly looked = signal(false);

  constructor() {
    pageTitle(() => this.t('unstored.page'));
    let left = false;
    inject(DestroyRef).onDestroy(() => {
      left = true;
      for (const { kept } of this.items()) this.#texts.release(kept.id);
    });
    void this.#texts.takeAll().then((found) => {
      this.looked.set(true);
      if (left) for (const { id } of found) this.#texts.release(id);
      else this.items.set(found.map(itemOf));
    });
  }

  protected discard(id: string): void {
    this.items.update((all) => all.filter(({ kept }) => kept.id !== id));
    void this.#texts.remove(id);
  }
}

function itemOf({ id, record: { words, why, until, path, update } }: Leftover): Item {
  const waits = update !== null;
  return {
    kept: { id, words, why: waits ? 'waiting' : (why ?? 'other'), at: until, onDevice: true },
    path: waits ? path : null,
  };
}
