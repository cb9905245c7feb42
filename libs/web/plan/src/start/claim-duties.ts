import { Component, computed, input } from '@angular/core';
import type { Duty } from '@samenplan/shared/contracts';
import { coreWords, useWords } from '@samenplan/web/core';

/** What somebody must keep silent and may report, in plain words; to be read before sharing. */
@Component({
  selector: 'sp-claim-duties',
  template: `
    <ul>
      @for (sentence of sentences(); track sentence) {
        <li>{{ sentence }}</li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 0;
      padding-inline-start: 1.25rem;
    }
    li + li {
      margin-block-start: var(--sp-space-1);
    }
  `,
})
export class ClaimDuties {
  readonly name = input.required<string>();
  readonly duties = input.required<readonly Duty[]>();

  readonly #core = useWords(coreWords);
  protected readonly sentences = computed(() => {
    const name = this.name();
    const duties = this.duties();
    return duties.length === 0
      ? [this.#core('duty.none-known', { name })]
      : duties.map((duty) => this.#core(`duty.${duty}`, { name }));
  });
}
