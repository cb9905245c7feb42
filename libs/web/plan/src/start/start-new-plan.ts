import { Component, inject, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Api, ApiProblem, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Page, ProblemState, TextField } from '@samenplan/web/ui';
import { startWords } from './start-words';

/** Begin an own plan, without anybody else. */
@Component({
  selector: 'sp-new-plan-page',
  imports: [Button, Page, ProblemState, TextField],
  template: `
    <sp-page [heading]="t('new.heading')" [lead]="t('new.lead')" back="/" [backLabel]="t('back.start')">
      <form (submit)="begin($event)" novalidate>
        <sp-text-field
          #name
          [label]="t('new.name')"
          [hint]="t('new.name.hint')"
          [error]="wrong() ? t('new.name.error') : null"
          [maxLength]="120"
          [(value)]="title"
        />
        @if (problem(); as now) {
          <sp-problem [problem]="now" [canRetry]="false" />
        }
        <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('new.begin') }}</button>
      </form>
    </sp-page>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-5);
      justify-items: start;
    }
    sp-text-field,
    sp-problem {
      inline-size: 100%;
    }
  `,
})
export class NewPlanPage {
  protected readonly t = useWords(startWords);
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  private readonly field = viewChild.required<TextField>('name');

  protected readonly title = signal(this.t('new.name.default'));
  protected readonly wrong = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);

  constructor() {
    pageTitle(() => this.t('new.title'));
  }

  protected async begin(event: Event): Promise<void> {
    event.preventDefault();
    const title = this.title().trim();
    this.wrong.set(title === '');
    if (title === '') return this.field().focus();
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { id } = await this.#api.call(routes.createPlan, { body: { title } });
      // Having a plan may make somebody a client, and that changes what the shell offers.
      await this.#session.check();
      await this.#router.navigate(['/plannen', id]);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
