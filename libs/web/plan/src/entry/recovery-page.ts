import { Component, inject, signal } from '@angular/core';
import type { LetterCode } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, Page, ProblemState, Ready, ResourceView, Text } from '@samenplan/web/ui';
import { entryWords } from './entry-words';
import { LetterSheet } from './letter-sheet';

/** The own letter for when the login is lost: make it, end it, and refuse whoever uses it. */
@Component({
  selector: 'sp-recovery-page',
  imports: [Alert, Button, LetterSheet, Page, ProblemState, Ready, ResourceView, Text],
  template: `
    <sp-page [heading]="t('recovery.heading')" [lead]="t('recovery.lead')" back="/" [backLabel]="t('back.start')">
      @if (made(); as letter) {
        <sp-letter-sheet [letter]="letter" kind="recovery" />
      }
      <div class="sp-no-print">
        @if (ended()) {
          <sp-alert kind="ok" live>{{ t('recovery.ended') }}</sp-alert>
        }
        @if (problem(); as now) {
          <sp-problem [problem]="now" [canRetry]="false" />
        }
        <sp-resource [of]="state" shape="block" [count]="1">
          <ng-template [spReady]="state" let-now>
            @if (now.claimDueAt; as due) {
              <sp-alert kind="warning" [heading]="t('recovery.claim.heading')" live>
                <p>{{ t('recovery.claim.text', { moment: dates.moment(due) }) }}</p>
                <button spButton kind="primary" type="button" [busy]="busy()" (click)="end()">
                  {{ t('recovery.claim.no') }}
                </button>
              </sp-alert>
            }
            @if (now.letter; as letter) {
              <p spText>
                {{ t('recovery.made', { day: dates.date(letter.madeAt), until: dates.date(letter.expiresAt) }) }}
              </p>
            } @else {
              <p spText>{{ t('recovery.none') }}</p>
            }
            <p spText look="small">{{ t('recovery.where') }}</p>
            <div class="ways">
              <button
                spButton
                [kind]="now.letter === null ? 'primary' : 'secondary'"
                type="button"
                [busy]="busy()"
                (click)="make()"
              >
                {{ t(now.letter === null ? 'recovery.make' : 'recovery.again') }}
              </button>
              @if (now.letter !== null && now.claimDueAt === null) {
                <button spButton kind="subtle" type="button" (click)="end()">{{ t('recovery.end') }}</button>
              }
            </div>
            @if (now.letter !== null) {
              <p spText look="small">{{ t('recovery.again.text') }}</p>
            }
          </ng-template>
        </sp-resource>
      </div>
    </sp-page>
  `,
  styles: `
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block: var(--sp-space-4);
    }
    sp-alert,
    sp-letter-sheet {
      display: block;
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class RecoveryPage {
  protected readonly t = useWords(entryWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly made = signal<LetterCode | null>(null);
  protected readonly ended = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly state = loaded({
    load: (_now, abort) => this.#api.call(routes.getRecoveryLetter, {}, abort),
  });

  constructor() {
    pageTitle(() => this.t('recovery.title'));
  }

  protected make(): Promise<void> {
    return this.#do(async () => this.made.set(await this.#api.call(routes.makeRecoveryLetter, {})));
  }

  protected end(): Promise<void> {
    return this.#do(async () => {
      await this.#api.call(routes.endRecoveryLetter, {});
      this.made.set(null);
      this.ended.set(true);
    });
  }

  async #do(work: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.ended.set(false);
    this.problem.set(null);
    try {
      await work();
      this.state.reload();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
