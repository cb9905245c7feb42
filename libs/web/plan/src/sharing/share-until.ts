import { Component, input, linkedSignal, output, signal } from '@angular/core';
import { useWords } from '@samenplan/web/core';
import { Button } from '@samenplan/web/ui';
import { usualEndMoment } from './audience-person-rule';
import { planWords } from '../plan-words';
import { ShareEndPicker } from './share-end-picker';

/** Until when; three months stand ready. */
@Component({
  selector: 'sp-share-until',
  imports: [Button, ShareEndPicker],
  template: `
    <form novalidate (submit)="next($event)">
      <sp-share-end-picker [hint]="t('share.until.hint')" [checked]="tried()" [(endsAt)]="chosenEnd" />
      <button spButton kind="primary" type="submit">{{ t('share.next') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-5);
      justify-items: start;
    }
    sp-share-end-picker {
      inline-size: 100%;
    }
  `,
})
export class ShareUntil {
  readonly endsAt = input<string | null>(null);
  readonly chosen = output<string>();

  protected readonly t = useWords(planWords);
  protected readonly tried = signal(false);
  protected readonly chosenEnd = linkedSignal(() => this.endsAt() ?? usualEndMoment());

  protected next(event: Event): void {
    event.preventDefault();
    this.tried.set(true);
    const end = this.chosenEnd();
    if (end !== null) this.chosen.emit(end);
  }
}
