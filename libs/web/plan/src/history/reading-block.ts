import { NgTemplateOutlet } from '@angular/common';
import { Component, computed, input, output } from '@angular/core';
import { historyVoice } from './history-voice';
import type { ReadingPerson } from './reading-people';
import type { Piece, ReadingBlock, Stretch } from './reading-stretches';
import { beginning, deedWords, stretchName, stretchWho } from './reading-words';

/** A block of a text that is read, with the name of its writer above it and short names where another takes over. */
@Component({
  selector: 'sp-reading-block',
  imports: [NgTemplateOutlet],
  template: `
    <ng-template #runs>
      @for (piece of text().pieces; track $index) {
        @if (piece.space !== '') {
          <span class="words" [textContent]="piece.space"></span>
        }
        @if (piece.stretch; as stretch) {
          @if (piece.begins && !($first && named() !== null)) {
            <button
              type="button"
              class="chip"
              [attr.aria-label]="whoOf(stretch)"
              (focus)="told.emit(stretch)"
              (click)="told.emit(stretch)"
            >
              {{ shortOf(stretch) }}
            </button>
          }
          @switch (stretch.deed) {
            @case ('added') {
              <ins [class]="lookOf(piece)" [attr.data-stretch]="stretch.id">
                @if (piece.opens) {
                  <span class="sp-visually-hidden">{{ deedOf(stretch) }}: </span>
                }
                <span [textContent]="piece.text"></span>
                @if (piece.closes) {
                  <span class="sp-visually-hidden"> ({{ voice.t('added.end') }}) </span>
                }
              </ins>
            }
            @case ('removed') {
              <del [class]="lookOf(piece)" [attr.data-stretch]="stretch.id">
                @if (piece.opens) {
                  <span class="sp-visually-hidden">{{ deedOf(stretch) }}: </span>
                }
                <span [textContent]="piece.text"></span>
                @if (piece.closes) {
                  <span class="sp-visually-hidden"> ({{ voice.t('removed.end') }}) </span>
                }
              </del>
            }
            @default {
              <span [class]="lookOf(piece)" [attr.data-stretch]="stretch.id" [textContent]="piece.text"></span>
            }
          }
        } @else {
          <span [class]="lookOf(piece)" [textContent]="piece.text"></span>
        }
      }
    </ng-template>
    @if (named(); as stretch) {
      <button
        type="button"
        class="name"
        [attr.aria-label]="whoOf(stretch)"
        (focus)="told.emit(stretch)"
        (click)="told.emit(stretch)"
      >
        {{ nameOf(stretch) }}
      </button>
    } @else if (onlyLook()) {
      <span class="name">{{ voice.t('look-changed') }}</span>
    }
    @switch (tag()) {
      @case ('h3') {
        <h3 [class]="'level-' + text().block.level"><ng-container [ngTemplateOutlet]="runs" /></h3>
      }
      @case ('h4') {
        <h4 [class]="'level-' + text().block.level"><ng-container [ngTemplateOutlet]="runs" /></h4>
      }
      @default {
        <p><ng-container [ngTemplateOutlet]="runs" /></p>
      }
    }
  `,
  styleUrl: './reading-block.css',
  host: { '[class]': 'look()' },
})
export class ReadingBlockText {
  readonly text = input.required<ReadingBlock>();
  readonly people = input.required<ReadonlyMap<string, ReadingPerson>>();
  readonly outline = input<3 | 4>(3);
  /** Number of the stretch that the reader asked about. */
  readonly chosen = input<number | null>(null);
  /** The reader asks about a stretch. */
  readonly told = output<Stretch>();

  protected readonly voice = historyVoice();
  protected readonly tag = computed(() => (this.text().block.kind === 'heading' ? `h${this.outline()}` : 'p'));
  /** A stretch that begins with the block is named above it, in full. */
  protected readonly named = computed(() => {
    const first = this.text().pieces[0];
    return first?.begins === true ? first.stretch : null;
  });
  /** A comparison found nothing but another form. */
  protected readonly onlyLook = computed(
    () => this.text().block.change === 'changed' && this.text().pieces.every((piece) => piece.stretch === null),
  );
  /** Who began the block: the line beside it says so, and only words of others have a line of their own. */
  readonly #first = computed(() => this.text().pieces[0]?.stretch ?? null);
  protected readonly look = computed(() => {
    const { block, mixed } = this.text();
    const first = this.#first();
    if (first?.deed === 'wrote') return this.#lineOf(first);
    return `deed-${(mixed ? null : first?.deed) ?? (block.change === 'same' ? 'none' : 'changed')}`;
  });

  protected lookOf(piece: Piece): string {
    const { stretch } = piece;
    const other = stretch?.deed === 'wrote' && stretch.personId !== this.#first()?.personId;
    return [
      'words',
      piece.bold ? 'bold' : '',
      piece.italic ? 'italic' : '',
      other ? this.#lineOf(stretch) : '',
      piece.stretch !== null && piece.stretch.id === this.chosen() ? 'chosen' : '',
    ].join(' ');
  }

  protected shortOf(stretch: Stretch): string {
    return this.#person(stretch)?.short ?? this.voice.t('unknown.short');
  }

  protected nameOf(stretch: Stretch): string {
    if (stretch.deed !== 'wrote') return this.deedOf(stretch);
    return beginning(stretchName(this.voice, this.#person(stretch)));
  }

  protected deedOf(stretch: Stretch): string {
    return deedWords(this.voice, stretch, this.#person(stretch));
  }

  protected whoOf(stretch: Stretch): string {
    return stretchWho(this.voice, stretch, this.#person(stretch));
  }

  #lineOf(stretch: Stretch): string {
    const person = this.#person(stretch);
    return person === undefined ? '' : `line-${person.line}`;
  }

  #person(stretch: Stretch | null): ReadingPerson | undefined {
    return stretch?.personId == null ? undefined : this.people().get(stretch.personId);
  }
}
