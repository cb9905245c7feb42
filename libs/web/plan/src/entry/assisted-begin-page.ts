import { Component, inject, input, signal } from '@angular/core';
import { Api, ApiProblem, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Alert, Button, Checkbox, Page, ProblemState } from '@samenplan/web/ui';
import { entryWords } from './entry-words';

/** The last screen of the helper before the client decides on it. */
@Component({
  selector: 'sp-assisted-begin-page',
  imports: [Alert, Button, Checkbox, Page, ProblemState],
  template: `
    <sp-page [heading]="t('begin.heading')" [lead]="t('begin.lead')" back="/" [backLabel]="t('back.start')">
      <ul>
        <li>{{ t('begin.1') }}</li>
        <li>{{ t('begin.2') }}</li>
        <li>{{ t('begin.3') }}</li>
        <li>{{ t('begin.4') }}</li>
      </ul>
      <form novalidate (submit)="begin($event)">
        <sp-checkbox
          [label]="t('begin.present')"
          [error]="tried() && !present() ? t('begin.present.error') : null"
          [(checked)]="present"
        />
        @if (problem(); as now) {
          @if (now.code === 'assisted-needs-consent') {
            <sp-alert kind="info" live>{{ t('begin.consent') }}</sp-alert>
          } @else {
            <sp-problem [problem]="now" [canRetry]="false" />
          }
        }
        <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('begin.go') }}</button>
      </form>
    </sp-page>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    sp-checkbox,
    sp-alert,
    sp-problem {
      inline-size: 100%;
    }
    li {
      margin-block-end: var(--sp-space-2);
    }
  `,
})
export class AssistedBeginPage {
  readonly planId = input.required<string>();
  /** Where to go then; the large print, or (absent) "Wie ziet wat". */
  readonly naar = input<string>();

  protected readonly t = useWords(entryWords);
  readonly #api = inject(Api);
  protected readonly present = signal(false);
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);

  constructor() {
    pageTitle(() => this.t('begin.title'));
  }

  protected async begin(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (!this.present() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const planId = this.planId();
      await this.#api.call(routes.beginAssistedSession, { params: { planId }, body: { present: true } });
      // A new page: nothing of the helper stays in the memory of this one. Not kept in the history either.
      location.replace(`/plannen/${planId}/wie-ziet-wat${this.naar() === 'papier' ? '/papier' : ''}`);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
      this.busy.set(false);
    }
  }
}
