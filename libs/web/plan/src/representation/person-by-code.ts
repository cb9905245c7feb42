import { Component, inject, model, signal } from '@angular/core';
import type { Recipient } from '@samenplan/shared/contracts';
import { Api, ApiProblem, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, ProblemState, TextField } from '@samenplan/web/ui';
import { readCode } from '../sharing/share-code';
import { representationWords } from './representation-words';

/** Finds exactly one person, by the code that this person shows: names can be the same, codes can't. */
@Component({
  selector: 'sp-person-by-code',
  imports: [Alert, Button, ProblemState, TextField],
  template: `
    <sp-text-field
      [label]="t('new.code')"
      [hint]="t('new.code.hint')"
      [error]="error()"
      [code]="true"
      [maxLength]="20"
      [(value)]="typed"
    />
    <button spButton type="button" [busy]="busy()" (click)="lookUp()">{{ t('new.code.go') }}</button>
    @if (problem(); as wrong) {
      <sp-problem [problem]="wrong" [canRetry]="false" />
    }
    @if (person(); as found) {
      <sp-alert kind="ok" live>{{ t('new.found', { name: found.name }) }}</sp-alert>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--sp-space-3);
      justify-items: start;
    }
    sp-text-field,
    sp-alert {
      inline-size: 100%;
    }
  `,
})
export class PersonByCode {
  readonly person = model<Recipient | null>(null);

  readonly #api = inject(Api);
  protected readonly t = useWords(representationWords);
  protected readonly typed = signal('');
  protected readonly error = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);

  /** Says that nobody was found yet, for when somebody wants to go on without. */
  demand(): void {
    if (this.person() === null) this.error.set(this.t('new.person.missing'));
  }

  protected async lookUp(): Promise<void> {
    const code = readCode(this.typed());
    this.error.set(code === null ? this.t('new.code.short') : null);
    this.problem.set(null);
    this.person.set(null);
    if (code === null || this.busy()) return;
    this.busy.set(true);
    try {
      const found = await this.#api.call(routes.findRecipientByCode, { body: { code } });
      if (found.type === 'person') this.person.set(found);
      else this.error.set(this.t('new.code.team'));
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
