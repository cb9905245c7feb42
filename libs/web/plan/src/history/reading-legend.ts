import { Component, computed, input } from '@angular/core';
import { historyVoice } from './history-voice';
import type { ReadingPerson } from './reading-people';
import { personWords } from './version-words';

/** Which short name and which line belong to whom, and how added and removed text looks. */
@Component({
  selector: 'sp-reading-legend',
  template: `
    <ul role="list" [attr.aria-label]="voice.t('people')">
      @for (person of named(); track person.id) {
        <li>
          <span class="short" [class]="compares() ? 'short' : 'short line-' + person.line" aria-hidden="true">{{
            person.short
          }}</span>
          <span>{{ person.words }}</span>
        </li>
      }
      @if (unknown()) {
        <li>
          <span class="short" aria-hidden="true">{{ voice.t('unknown.short') }}</span>
          <span>{{ voice.t('unknown') }}</span>
        </li>
      }
      @if (compares()) {
        <li>
          <ins>{{ voice.t('sample.added') }}</ins>
        </li>
        @if (removed()) {
          <li>
            <del>{{ voice.t('sample.removed') }}</del>
          </li>
        }
      }
    </ul>
  `,
  styleUrl: './reading-legend.css',
})
export class ReadingLegend {
  readonly people = input.required<readonly ReadingPerson[]>();
  /** Some text has no known writer. */
  readonly unknown = input.required<boolean>();
  readonly compares = input.required<boolean>();
  /** Removed text is shown. */
  readonly removed = input.required<boolean>();

  protected readonly voice = historyVoice();
  protected readonly named = computed(() =>
    this.people().map((person) => ({
      ...person,
      words: person.id === this.voice.readerId ? this.voice.t('me.long') : personWords(this.voice, person),
    })),
  );
}
