import { Component, computed, input } from '@angular/core';
import type { AudienceMember } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import type { AudienceCell } from './audience-matrix';
import { whySentence } from './audience-why';
import { planWords } from '../plan-words';

/** "Waarom mag dit?": one sentence, what it is for, and on what ground. */
@Component({
  selector: 'sp-audience-reasons',
  template: `
    <p>{{ sentence() }}</p>
    @if (cell().purpose; as purpose) {
      <p>{{ t('why.purpose', { purpose }) }}</p>
    }
    @if (cell().legalBasis; as basis) {
      <p>{{ t('why.basis', { basis }) }}</p>
    }
    @if (ownWish()) {
      <p>{{ t('why.own-wish', { name: member().name }) }}</p>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    p {
      margin: 0 0 var(--sp-space-1);
    }
  `,
})
export class AudienceReasons {
  readonly member = input.required<AudienceMember>();
  readonly cell = input.required<AudienceCell>();
  readonly clientName = input.required<string>();

  protected readonly t = useWords(planWords);
  protected readonly sentence = computed(() =>
    whySentence(this.t, {
      why: this.cell().why,
      name: this.member().name,
      client: this.clientName(),
      team: this.cell().teamName,
    }),
  );
  protected readonly ownWish = computed(() => {
    const { level, purpose, legalBasis, why } = this.cell();
    return (
      (level === 'read' || level === 'write') && purpose === null && legalBasis === null && why.startsWith('person-')
    );
  });
}
