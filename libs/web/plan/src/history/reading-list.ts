import { Component, input, output } from '@angular/core';
import { Icon } from '@samenplan/web/ui';
import { historyVoice } from './history-voice';
import { ReadingBlockText } from './reading-block';
import type { ReadingList } from './reading-parts';
import type { ReadingPerson } from './reading-people';
import type { Stretch } from './reading-stretches';

/** The items of one list of a text that is read; stands in the `ul` or `ol`. */
@Component({
  selector: 'ul[spReadingList], ol[spReadingList]',
  imports: [Icon, ReadingBlockText],
  template: `
    @for (item of list().items; track item.text.block.blockId) {
      <li>
        @if (list().kind === 'taskItem') {
          <span class="box">
            @if (item.text.block.checked) {
              <sp-icon name="check" />
            }
          </span>
          <span class="sp-visually-hidden">{{ voice.t(item.text.block.checked ? 'task.done' : 'task.open') }}</span>
        }
        <div class="item">
          <sp-reading-block [text]="item.text" [people]="people()" [chosen]="chosen()" (told)="told.emit($event)" />
          @for (inner of item.lists; track $index) {
            @if (inner.kind === 'orderedItem') {
              <ol spReadingList [list]="inner" [people]="people()" [chosen]="chosen()" (told)="told.emit($event)"></ol>
            } @else {
              <ul spReadingList [list]="inner" [people]="people()" [chosen]="chosen()" (told)="told.emit($event)"></ul>
            }
          }
        </div>
      </li>
    }
  `,
  styles: `
    :host {
      margin: 0 0 0.75rem;
      padding-inline-start: 1.5rem;
    }
    :host.tasks {
      padding-inline-start: 0;
      list-style: none;
    }
    :host.tasks > li {
      display: flex;
      align-items: start;
      gap: var(--sp-space-2);
    }
    .item {
      flex: 1;
      min-inline-size: 0;
    }
    .box {
      flex: none;
      display: grid;
      place-items: center;
      inline-size: 1.5rem;
      block-size: 1.5rem;
      border: 2px solid var(--sp-line-strong);
      border-radius: 4px;
      background: var(--sp-surface);
    }
    .box sp-icon {
      inline-size: 1.1rem;
      block-size: 1.1rem;
    }
  `,
  host: { '[class.tasks]': 'list().kind === "taskItem"', role: 'list' },
})
export class ReadingListItems {
  readonly list = input.required<ReadingList>();
  readonly people = input.required<ReadonlyMap<string, ReadingPerson>>();
  readonly chosen = input<number | null>(null);
  readonly told = output<Stretch>();

  protected readonly voice = historyVoice();
}
