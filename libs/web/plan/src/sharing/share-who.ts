import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Recipient } from '@samenplan/shared/contracts';
import { Api, ApiProblem, loaded, routes, useWords } from '@samenplan/web/core';
import {
  Button,
  Card,
  Cards,
  Empty,
  EmptyState,
  Link,
  ProblemState,
  Ready,
  ResourceView,
  Segmented,
  Skeleton,
  SkeletonState,
  TextField,
  type Choice,
} from '@samenplan/web/ui';
import type { SharingPicture } from './audience-loads';
import { audienceRows } from './audience-matrix';
import { planWords } from '../plan-words';
import { readCode } from './share-code';
import { ShareRecipientCard } from './share-recipient-card';

type Way = 'name' | 'code';

/** Finds the person or team to show something to: by name and organisation, or by the code that the other one shows. */
@Component({
  selector: 'sp-share-who',
  imports: [
    Button,
    Card,
    Cards,
    Empty,
    EmptyState,
    Link,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
    Segmented,
    ShareRecipientCard,
    Skeleton,
    SkeletonState,
    TextField,
  ],
  template: `
    <sp-segmented [legend]="t('share.who.way')" [choices]="ways()" [(value)]="way" />
    @if (way() === 'name') {
      <form novalidate role="search" (submit)="search($event)">
        <sp-text-field
          type="search"
          [label]="t('share.who.search')"
          [hint]="t('share.who.search.hint')"
          [error]="searchError()"
          [maxLength]="80"
          [(value)]="text"
        />
        <button spButton kind="primary" type="submit">{{ t('share.who.search.go') }}</button>
      </form>
      @if (query() !== null) {
        <sp-resource [of]="results">
          <ng-template spSkeleton><sp-skeleton shape="card" [count]="2" /></ng-template>
          <ng-template spEmptyState>
            <sp-empty icon="person" [heading]="t('share.who.none.heading')" [text]="t('share.who.none.text')" />
          </ng-template>
          <ng-template [spReady]="results" let-found>
            <p class="count" role="status">{{ t('share.who.found', { n: found.length }) }}</p>
            <ul spCards>
              @for (recipient of found; track recipient.id + (recipient.position?.affiliationId ?? '')) {
                <li spCard>
                  <sp-share-recipient-card
                    [planId]="picture().plan.id"
                    [recipient]="recipient"
                    [already]="sees(recipient)"
                    (chosen)="chosen.emit(recipient)"
                  />
                </li>
              }
            </ul>
          </ng-template>
        </sp-resource>
      }
    } @else {
      <form novalidate (submit)="lookUp($event)">
        <sp-text-field
          [label]="t('share.who.code')"
          [hint]="t('share.who.code.hint')"
          [error]="codeError()"
          [code]="true"
          [maxLength]="20"
          [(value)]="typed"
        />
        <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('share.who.code.go') }}</button>
      </form>
      @if (problem(); as wrong) {
        <sp-problem [problem]="wrong" [canRetry]="false" />
      }
      @if (found(); as recipient) {
        <div spCard role="status">
          <sp-share-recipient-card
            [planId]="picture().plan.id"
            [recipient]="recipient"
            [already]="sees(recipient)"
            (chosen)="chosen.emit(recipient)"
          />
        </div>
      }
    }
    <p class="invite">
      {{ t('share.who.invite.text') }}
      <a spLink [routerLink]="['/plannen', picture().plan.id, 'uitnodigen']">{{ t('share.who.invite') }}</a>
    </p>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-5);
    }
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    sp-text-field {
      inline-size: 100%;
    }
    .invite {
      margin: 0;
    }
    .count {
      margin: 0 0 var(--sp-space-3);
      color: var(--sp-ink-soft);
    }
  `,
})
export class ShareWho {
  readonly picture = input.required<SharingPicture>();
  /** A code that was scanned; looked up at once. */
  readonly code = input<string | null>(null);
  readonly chosen = output<Recipient>();

  readonly #api = inject(Api);
  protected readonly t = useWords(planWords);
  protected readonly way = signal<Way>('name');
  protected readonly text = signal('');
  protected readonly query = signal<string | null>(null);
  protected readonly tooShort = signal(false);
  protected readonly typed = signal('');
  protected readonly wrongCode = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly found = signal<Recipient | null>(null);

  protected readonly results = loaded({
    params: () => this.query() ?? undefined,
    load: async (search: string, abort) =>
      (await this.#api.call(routes.findRecipients, { query: { search } }, abort)).items,
    isEmpty: (items) => items.length === 0,
  });
  protected readonly ways = computed<readonly Choice<Way>[]>(() => [
    { value: 'name', label: this.t('share.who.by-name') },
    { value: 'code', label: this.t('share.who.by-code') },
  ]);
  protected readonly searchError = computed(() => (this.tooShort() ? this.t('share.who.search.short') : null));
  protected readonly codeError = computed(() => (this.wrongCode() ? this.t('share.who.code.short') : null));
  readonly #seers = computed(() => {
    const { plan, audience } = this.picture();
    const rows = audienceRows(plan.sections, audience, plan.client.id);
    return new Set(rows.filter((row) => row.visible > 0).map((row) => row.member.personId));
  });

  constructor() {
    effect(() => {
      const code = this.code();
      if (code === null) return;
      untracked(() => {
        this.way.set('code');
        this.typed.set(code);
        void this.#lookUp();
      });
    });
  }

  protected sees(recipient: Recipient): boolean {
    return recipient.type === 'person' && this.#seers().has(recipient.id);
  }

  protected search(event: Event): void {
    event.preventDefault();
    const text = this.text().trim();
    this.tooShort.set(text.length < 2);
    if (text.length < 2) return;
    if (text === this.query()) this.results.reload();
    else this.query.set(text);
  }

  protected lookUp(event: Event): void {
    event.preventDefault();
    void this.#lookUp();
  }

  async #lookUp(): Promise<void> {
    const code = readCode(this.typed());
    this.wrongCode.set(code === null);
    this.problem.set(null);
    this.found.set(null);
    if (code === null || this.busy()) return;
    this.busy.set(true);
    try {
      this.found.set(await this.#api.call(routes.findRecipientByCode, { body: { code } }));
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
