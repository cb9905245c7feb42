import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Notice } from '@samenplan/shared/contracts';
import { Dates, useWords } from '@samenplan/web/core';
import { StatusPill } from '@samenplan/web/ui';
import { noticeTarget } from './notice-targets';
import { noticesWords } from './notices-words';

/** One notice: what, in which plan, when; a link when there is somewhere to go. */
@Component({
  selector: 'li[spNotice]',
  imports: [RouterLink, StatusPill],
  template: `
    <div class="what">
      @if (target(); as link) {
        <a [routerLink]="link" (click)="opened.emit()">{{ sentence() }}</a>
      } @else {
        <span>{{ sentence() }}</span>
      }
      @if (notice().readAt === null) {
        <sp-status-pill tone="accent" icon="bell">{{ t('notices.unread') }}</sp-status-pill>
      }
    </div>
    <p>
      @if (plan(); as title) {
        <span class="plan">{{ title }}</span>
      }
      <span>{{ dates.moment(notice().at) }}</span>
      @if (notice().times > 1) {
        <span>{{ t('notices.times', { n: notice().times }) }}</span>
      }
    </p>
  `,
  styles: `
    :host {
      display: block;
      padding-block: var(--sp-space-3);
      border-block-end: 1px solid var(--sp-line);
    }
    .what {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--sp-space-3);
    }
    a {
      display: flex;
      align-items: center;
      min-block-size: 44px;
      color: var(--sp-accent-dark);
    }
    :host(.unread) .what > :first-child {
      font-weight: 700;
    }
    .what > span:first-child {
      padding-block: var(--sp-space-2);
    }
    p {
      display: flex;
      flex-wrap: wrap;
      gap: 0 var(--sp-space-4);
      margin: 0;
      color: var(--sp-ink-soft);
    }
    .plan {
      overflow-wrap: anywhere;
    }
  `,
  host: { '[class.unread]': 'notice().readAt === null' },
})
export class NoticeLine {
  readonly notice = input.required<Notice>();
  /** Title of the plan, when this person sees it. */
  readonly plan = input<string | null>(null);
  readonly opened = output();

  protected readonly t = useWords(noticesWords);
  protected readonly dates = inject(Dates);
  protected readonly sentence = computed(() => this.t(`kind.${this.notice().kind}`));
  protected readonly target = computed(() => noticeTarget(this.notice()));
}
