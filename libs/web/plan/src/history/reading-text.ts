import { Component, computed, input, linkedSignal } from '@angular/core';
import type { HistoryBlock, HistoryPerson } from '@samenplan/shared/contracts';
import { Icon } from '@samenplan/web/ui';
import { historyVoice } from './history-voice';
import { ReadingBlockText } from './reading-block';
import { ReadingLegend } from './reading-legend';
import { ReadingListItems } from './reading-list';
import { readingParts } from './reading-parts';
import { readingPeople } from './reading-people';
import { readingBlocks, type Stretch } from './reading-stretches';
import { stretchSentence } from './reading-words';

/** A text to read, with who wrote it, or with what was added and taken away and by whom. */
@Component({
  selector: 'sp-reading-text',
  imports: [Icon, ReadingBlockText, ReadingLegend, ReadingListItems],
  template: `
    <sp-reading-legend [people]="present()" [unknown]="unknown()" [compares]="compares()" [removed]="removed()" />
    @if (stretches().size > 0) {
      <p class="hint"><sp-icon name="info" />{{ voice.t(compares() ? 'told.changes' : 'told.authors') }}</p>
    }
    <div class="text" role="group" [attr.aria-label]="label()">
      @for (part of parts(); track $index) {
        @switch (part.kind) {
          @case ('list') {
            @if (part.list.kind === 'orderedItem') {
              <ol spReadingList [list]="part.list" [people]="known()" [chosen]="asked()" (told)="told.set($event)"></ol>
            } @else {
              <ul spReadingList [list]="part.list" [people]="known()" [chosen]="asked()" (told)="told.set($event)"></ul>
            }
          }
          @case ('quote') {
            <blockquote>
              @for (text of part.texts; track text.block.blockId) {
                <sp-reading-block [text]="text" [people]="known()" [chosen]="asked()" (told)="told.set($event)" />
              }
            </blockquote>
          }
          @case ('block') {
            <sp-reading-block
              [text]="part.text"
              [outline]="part.outline"
              [people]="known()"
              [chosen]="asked()"
              (told)="told.set($event)"
            />
          }
        }
      }
    </div>
    @if (words(); as words) {
      <p class="told"><sp-icon name="person" />{{ words }}</p>
    }
  `,
  styleUrl: './reading-text.css',
  // Whoever taps words asks about them; by keyboard the names that stand before them do the same.
  host: { '(click)': 'tapped($event)' },
})
export class ReadingText {
  readonly blocks = input.required<readonly HistoryBlock[]>();
  readonly people = input.required<readonly HistoryPerson[]>();
  /** True: what changed is told; false: who wrote what. */
  readonly compares = input.required<boolean>();
  /** Whether removed text is shown. */
  readonly removed = input(true);
  /** What a screen reader calls the text. */
  readonly label = input.required<string>();

  protected readonly voice = historyVoice();
  readonly #texts = computed(() =>
    readingBlocks(this.blocks(), { compares: this.compares(), removed: this.removed() }),
  );
  protected readonly parts = computed(() => readingParts(this.#texts()));
  protected readonly stretches = computed(
    () =>
      new Map(
        this.#texts().flatMap(({ pieces }) =>
          pieces.flatMap(({ stretch }) => (stretch === null ? [] : [[stretch.id, stretch] as const])),
        ),
      ),
  );
  protected readonly known = computed(() =>
    readingPeople(this.people(), { id: this.voice.readerId, short: this.voice.t('me') }),
  );
  readonly #owners = computed(() => new Set([...this.stretches().values()].map(({ personId }) => personId)));
  /** Who stands in the text as it is shown now. */
  protected readonly present = computed(() => [...this.known().values()].filter(({ id }) => this.#owners().has(id)));
  protected readonly unknown = computed(() => this.#owners().has(null));
  /** What the reader asks about; another text starts without. */
  protected readonly told = linkedSignal<unknown, Stretch | null>({ source: this.#texts, computation: () => null });
  protected readonly asked = computed(() => this.told()?.id ?? null);
  protected readonly words = computed(() => {
    const stretch = this.told();
    if (stretch === null) return null;
    const person = stretch.personId === null ? undefined : this.known().get(stretch.personId);
    return stretchSentence(this.voice, stretch, person);
  });

  protected tapped({ target }: Event): void {
    const words = target instanceof Element ? target.closest<HTMLElement>('[data-stretch]') : null;
    const stretch = this.stretches().get(Number(words?.dataset['stretch'] ?? -1));
    if (stretch !== undefined) this.told.set(stretch);
  }
}
