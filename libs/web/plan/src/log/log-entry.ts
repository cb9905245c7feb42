import { Component, computed, inject, input } from '@angular/core';
import { coreWords, Dates, useWords } from '@samenplan/web/core';
import { Icon, StatusPill } from '@samenplan/web/ui';
import { logActor, logReason, type LogEntry } from './log-lines';
import { logSentence, type LogVoice } from './log-sentences';
import { planWords } from '../plan-words';

/** One thing that somebody did on a day, as a sentence; how often and when, and why it was allowed, one tap away. */
@Component({
  // The attribute keeps the list item that a screen reader counts.
  selector: 'li[spLogEntry]',
  imports: [Icon, StatusPill],
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
            @if (entry().newest.emergency) {
              <sp-status-pill tone="warning" icon="warning">{{ t('log.emergency') }}</sp-status-pill>
            }
            @if (entry().newest.outcome === 'refused') {
              <sp-status-pill tone="neutral" icon="lock">{{ t('log.refused') }}</sp-status-pill>
            }
            @if (entry().lines.length > 1) {
              <sp-status-pill>{{ t('log.times', { n: entry().lines.length }) }}</sp-status-pill>
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
        @if (entry().newest.purpose; as purpose) {
          <p>{{ t('log.purpose', { purpose }) }}</p>
        }
        @if (entry().lines.length > 1) {
          <p>{{ t('log.times.at', { times: times() }) }}</p>
        }
      </div>
    </details>
  `,
  styleUrl: './log-entry.css',
})
export class LogEntryLine {
  readonly entry = input.required<LogEntry>();
  /** Who reads the log. */
  readonly readerId = input.required<string>();

  readonly #dates = inject(Dates);
  protected readonly t = useWords(planWords);
  readonly #core = useWords(coreWords);
  readonly #voice = computed<LogVoice>(() => ({
    t: this.t,
    readerId: this.readerId(),
    date: (iso) => this.#dates.date(iso),
    phase: (phase) => this.#core(`phase.${phase}`),
  }));
  protected readonly sentence = computed(() => logSentence(this.#voice(), this.entry().newest));
  protected readonly actor = computed(() => logActor(this.t, this.entry().newest));
  protected readonly reason = computed(() => logReason(this.t, this.entry().newest));
  protected readonly time = computed(() => this.#dates.time(this.entry().newest.at));
  protected readonly times = computed(() =>
    this.entry()
      .lines.map((line) => this.#dates.time(line.at))
      .join(', '),
  );
}
