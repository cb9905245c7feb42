import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import type { AccessLogEntry, LogQuestion } from '@samenplan/shared/contracts';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Button, Icon, StatusPill } from '@samenplan/web/ui';
import { AskAboutEntry } from './ask-about-entry';
import { leadOf, logActor, logReason, timesOf } from './log-lines';
import { logSentence, type LogVoice } from './log-sentences';
import { logWords } from './log-words';
import { planWords } from '../plan-words';

/** One thing that somebody did on a day, as a sentence; what exactly, why it was allowed, and a question: one tap away. */
@Component({
  // The attribute keeps the list item that a screen reader counts.
  selector: 'li[spLogEntry]',
  imports: [AskAboutEntry, Button, Icon, StatusPill],
  template: `
    <details>
      <summary>
        <span class="time">{{ time() }}</span>
        <span class="words">
          <span class="sentence">{{ sentence() }}</span>
          @if (actor(); as place) {
            <span class="soft">{{ place }}</span>
          }
          <span class="pills">
            @if (line().emergency) {
              <sp-status-pill tone="warning" icon="warning">{{ t('log.emergency') }}</sp-status-pill>
            }
            @if (line().outcome === 'refused') {
              <sp-status-pill tone="neutral" icon="lock">{{ t('log.refused') }}</sp-status-pill>
            }
            @if (times() > 1) {
              <sp-status-pill>{{ t('log.times', { n: times() }) }}</sp-status-pill>
            }
            @if (question()?.answeredAt) {
              <sp-status-pill icon="question">{{ l('pill.answered') }}</sp-status-pill>
            } @else if (question()) {
              <sp-status-pill icon="question">{{ l('pill.asked') }}</sp-status-pill>
            }
          </span>
        </span>
        <sp-icon name="chevron-right" />
      </summary>
      <div class="more">
        <p>
          <strong>{{ t('log.details') }}</strong>
        </p>
        <p>{{ reason() }}</p>
        @if (line().helper; as helper) {
          <p>{{ l('helper', { name: helper.name }) }}</p>
        }
        @if (line().purpose; as purpose) {
          <p>{{ t('log.purpose', { purpose }) }}</p>
        }
        @if (parts().length > 0) {
          <p class="next">
            <strong>{{ l('parts') }}</strong>
          </p>
          @for (part of parts(); track $index) {
            <p>{{ part }}</p>
          }
        }
        @if (question(); as asked) {
          <p class="next">
            <strong>{{ l('question', { day: dates.moment(asked.at) }) }}</strong>
          </p>
          <p class="said">{{ asked.text ?? l('question.unreadable') }}</p>
          @if (asked.answeredAt; as answeredAt) {
            <p>
              <strong>{{ l('answer', { name: name(), day: dates.moment(answeredAt) }) }}</strong>
            </p>
            <p class="said">{{ asked.answer ?? l('question.unreadable') }}</p>
          } @else {
            <p>{{ l('answer.waits') }}</p>
          }
        } @else if (entry().mayAsk) {
          @if (asking()) {
            <sp-ask-about-entry
              class="next"
              [planId]="planId()"
              [lineId]="line().id"
              [name]="name()"
              (sent)="question.set($event)"
              (left)="asking.set(false)"
            />
          } @else {
            <button spButton small class="next" type="button" (click)="asking.set(true)">{{ l('ask') }}</button>
          }
        }
      </div>
    </details>
  `,
  styleUrl: './log-entry.css',
})
export class LogEntryLine {
  readonly entry = input.required<AccessLogEntry>();
  readonly planId = input.required<string>();
  /** Who reads the log. */
  readonly readerId = input.required<string>();

  protected readonly dates = inject(Dates);
  protected readonly t = useWords(planWords);
  protected readonly l = useWords(logWords);
  readonly #core = useWords(coreWords);
  readonly #voice = computed<LogVoice>(() => ({
    t: this.t,
    readerId: this.readerId(),
    date: (iso) => this.dates.date(iso),
    phase: (phase) => this.#core(`phase.${phase}`),
  }));
  protected readonly line = computed(() => this.entry().line);
  protected readonly name = computed(() => this.line().person?.name ?? '');
  protected readonly sentence = computed(() => logSentence(this.#voice(), leadOf(this.entry())));
  protected readonly actor = computed(() => logActor(this.t, this.line()));
  protected readonly reason = computed(() => logReason(this.t, this.line()));
  protected readonly time = computed(() => this.dates.time(this.line().at));
  protected readonly times = computed(() => timesOf(this.entry()));
  protected readonly asking = signal(false);
  /** As the server tells it, or as it was sent just now. */
  protected readonly question = linkedSignal<LogQuestion | null>(() => this.entry().question);
  /** Empty when the sentence above and its time say it all; the times alone when only the moments are more. */
  protected readonly parts = computed(() => {
    const { count, parts } = this.entry();
    if (count === 1) return [];
    return parts.map((part) => (parts.length === 1 ? this.#timesOf(part) : this.#partSentence(part)));
  });

  #partSentence(part: AccessLogEntry['parts'][number]): string {
    const sentence = logSentence(this.#voice(), { ...this.line(), type: part.type });
    return this.l('part.times', { sentence, times: this.#timesOf(part) });
  }

  #timesOf({ count, times }: AccessLogEntry['parts'][number]): string {
    const words = { n: count, times: times.map((at) => this.dates.time(at)).join(', ') };
    return count > times.length ? this.l('times.more', words) : this.l('times', words);
  }
}
