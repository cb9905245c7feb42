import { Component, computed, input } from '@angular/core';
import type { SectionReader } from '@samenplan/shared/contracts';
import { coreWords, useWords } from '@samenplan/web/core';
import { Disclosure, Person } from '@samenplan/web/ui';
import { visibleFor } from '../sharing/audience-why';
import { planWords } from '../plan-words';
import { sectionWords } from './section-words';

/** Who can read a section, above its text: a line of names, and behind it everybody with function and number. */
@Component({
  selector: 'sp-section-readers',
  imports: [Disclosure, Person],
  template: `
    <sp-disclosure [heading]="line()">
      <ul role="list">
        @for (reader of readers(); track reader.id) {
          <li>
            <sp-person
              [name]="reader.id === ownId() ? t('readers.me', { name: reader.name }) : reader.name"
              [function]="reader.function"
              [organisation]="reader.organisation"
              [isClient]="reader.isClient"
              [phone]="reader.id === ownId() ? null : reader.phone"
            >
              <span class="level">{{ core(reader.isClient ? 'level.manage' : levelWord(reader)) }}</span>
            </sp-person>
          </li>
        }
      </ul>
    </sp-disclosure>
  `,
  styles: `
    :host {
      display: block;
    }
    ul {
      display: grid;
      gap: var(--sp-space-3);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .level {
      display: block;
      font-size: var(--sp-size-small);
      color: var(--sp-ink-soft);
    }
  `,
})
export class SectionReaders {
  readonly readers = input.required<readonly SectionReader[]>();
  readonly ownId = input.required<string | null>();

  readonly #plan = useWords(planWords);
  protected readonly t = useWords(sectionWords);
  protected readonly core = useWords(coreWords);
  protected readonly line = computed(() => this.#line());

  #line(): string {
    const own = this.ownId();
    const others = this.readers().filter((reader) => reader.id !== own);
    // Functions stand behind the line: on a phone it must stay short.
    const named = others.map(({ name }) => ({ name, function: null }));
    return visibleFor(this.#plan, named, this.#plan('visible.you'), 2);
  }

  protected levelWord(reader: SectionReader): `level.${SectionReader['level']}` {
    return `level.${reader.level}`;
  }
}
