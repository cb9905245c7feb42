import { Component, computed, inject, signal } from '@angular/core';
import { mandateProofs, type MandateProof } from '@samenplan/shared/contracts';
import { useWords } from '@samenplan/web/core';
import { Button, DialogFrame, injectDialogData, OpenDialog, RadioCards, Text, type Choice } from '@samenplan/web/ui';
import { representationWords } from './representation-words';

/** Asks a professional which proof of a contested mandate they saw; closes with it. */
@Component({
  selector: 'sp-confirm-proof',
  imports: [Button, DialogFrame, RadioCards, Text],
  template: `
    <sp-dialog [heading]="t('act.confirm.heading')">
      <p spText>{{ t('act.confirm.text', { name }) }}</p>
      <sp-radio-cards
        [legend]="t('act.confirm.proof')"
        [choices]="choices()"
        [error]="tried() && chosen() === null ? t('new.missing') : null"
        [(value)]="chosen"
      />
      <ng-container actions>
        <button spButton kind="primary" type="button" (click)="send()">{{ t('act.confirm') }}</button>
      </ng-container>
    </sp-dialog>
  `,
})
export class ConfirmProof {
  protected readonly t = useWords(representationWords);
  protected readonly name = injectDialogData<string>();
  readonly #dialog = inject<OpenDialog<MandateProof>>(OpenDialog);
  protected readonly chosen = signal<MandateProof | null>(null);
  protected readonly tried = signal(false);
  protected readonly choices = computed<readonly Choice<MandateProof>[]>(() =>
    mandateProofs.map((value) => ({ value, label: this.t(`proof.${value}`) })),
  );

  protected send(): void {
    this.tried.set(true);
    const proof = this.chosen();
    if (proof !== null) this.#dialog.close(proof);
  }
}
