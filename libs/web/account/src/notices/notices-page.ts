import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Notice } from '@samenplan/shared/contracts';
import { pageTitle, useWords } from '@samenplan/web/core';
import { Button, Empty, EmptyState, Icon, Page, ProblemState, Ready, ResourceView, Toasts } from '@samenplan/web/ui';
import { NoticeFeed } from './notice-feed';
import { NoticeLine } from './notice-line';
import { noticesWords } from './notices-words';

/** "Meldingen": what is new for the one who looks. */
@Component({
  selector: 'sp-notices-page',
  imports: [Button, Empty, EmptyState, Icon, NoticeLine, Page, ProblemState, Ready, ResourceView, RouterLink],
  providers: [NoticeFeed],
  template: `
    <sp-page [heading]="t('notices.heading')" [lead]="t('notices.lead')">
      <div class="ways sp-no-print">
        <a spButton routerLink="/mijn-account/meldingen/hoe">{{ t('notices.settings') }}</a>
        @if (anyUnread()) {
          <button spButton type="button" [busy]="feed.busy()" (click)="readAll()">{{ t('notices.read-all') }}</button>
        }
      </div>
      <sp-resource [of]="feed.first" shape="person" [count]="5">
        <ng-template [spReady]="feed.first">
          <ul role="list">
            @for (notice of feed.items(); track notice.id) {
              <li spNotice [notice]="notice" [plan]="title(notice)" (opened)="open(notice)"></li>
            }
          </ul>
          <div class="ways sp-no-print">
            @if (feed.next() !== null) {
              <button spButton type="button" [busy]="feed.busy()" (click)="feed.more()">{{ t('notices.more') }}</button>
            }
            <button spButton kind="subtle" type="button" (click)="print()">
              <sp-icon name="print" /> {{ t('notices.print') }}
            </button>
          </div>
        </ng-template>
        <ng-template spEmptyState>
          <sp-empty icon="bell" [heading]="t('notices.empty.heading')" [text]="t('notices.empty.text')" />
        </ng-template>
      </sp-resource>
      @if (feed.problem(); as problem) {
        <sp-problem [problem]="problem" (retry)="feed.first.reload()" />
      }
    </sp-page>
  `,
  styles: `
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block: 0 var(--sp-space-4);
    }
    ul {
      margin: 0 0 var(--sp-space-5);
      padding: 0;
      list-style: none;
      border-block-start: 1px solid var(--sp-line);
    }
  `,
})
export class NoticesPage {
  protected readonly t = useWords(noticesWords);
  protected readonly feed = inject(NoticeFeed);
  readonly #toasts = inject(Toasts);
  protected readonly anyUnread = computed(() => this.feed.items().some(({ readAt }) => readAt === null));

  constructor() {
    pageTitle(() => this.t('notices.title'));
  }

  protected title({ planId }: Notice): string | null {
    return planId === null ? null : (this.feed.titles.value()?.get(planId) ?? null);
  }

  protected open({ id, readAt }: Notice): void {
    if (readAt === null) void this.feed.read(id);
  }

  protected async readAll(): Promise<void> {
    if (await this.feed.readAll()) this.#toasts.show({ text: this.t('notices.read-all.done') });
  }

  protected print(): void {
    window.print();
  }
}
