import { Component, computed, inject, input, linkedSignal, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import { lifeDomains, type LifeDomain, type SharedLevel } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import { Button, Page, ProblemState, RadioCards, Select, Text, TextField, type Choice } from '@samenplan/web/ui';
import { readCode } from '../sharing/share-code';
import { invitationWords } from './invitation-words';

/** A professional asks to see something of a life domain: in a plan of which they see something, or by the client's code. */
@Component({
  selector: 'sp-ask-page',
  imports: [Button, Page, ProblemState, RadioCards, RouterLink, Select, Text, TextField],
  template: `
    <sp-page
      [heading]="t(asked() ? 'ask.done.heading' : 'ask.page')"
      [lead]="asked() ? null : lead()"
      [back]="back()"
      [backLabel]="t('ask.done.back')"
    >
      @if (asked()) {
        <p spText role="status">{{ t('ask.done.text') }}</p>
        <a spButton kind="primary" [routerLink]="back()">{{ t('ask.done.back') }}</a>
      } @else {
        <form novalidate (submit)="send($event)">
          @if (planId() === undefined) {
            <sp-text-field
              code
              [label]="t('ask.code')"
              [hint]="t('ask.code.hint')"
              [error]="wrongCode() ? t('ask.code.error') : null"
              [maxLength]="20"
              [(value)]="typed"
            />
          }
          <sp-select [label]="t('ask.domain')" [choices]="domains()" [(value)]="domain" />
          <sp-radio-cards [legend]="t('ask.level')" [choices]="levels()" [(value)]="level" />
          @if (problem(); as wrong) {
            <sp-problem [problem]="wrong" [canRetry]="false" />
          }
          <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('ask.send') }}</button>
        </form>
      }
    </sp-page>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    form > * {
      inline-size: 100%;
    }
    form > button {
      inline-size: auto;
    }
  `,
})
export class AskPage {
  /** Absent: the client is named by a code. */
  readonly planId = input<string>();
  /** Code of the client, when this page was opened by scanning it. */
  readonly code = input<string>();

  readonly #api = inject(Api);
  private readonly page = viewChild.required(Page);
  private readonly field = viewChild(TextField);
  protected readonly t = useWords(invitationWords);
  readonly #core = useWords(coreWords);
  readonly #plan = loaded({
    params: () => this.planId(),
    load: (planId: string, abort) => this.#api.call(routes.getPlan, { params: { planId } }, abort),
  });
  protected readonly typed = linkedSignal(() => this.code() ?? '');
  protected readonly wrongCode = signal(false);
  protected readonly domain = signal<LifeDomain>('housing');
  protected readonly level = signal<SharedLevel | null>('read');
  protected readonly busy = signal(false);
  protected readonly asked = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);

  protected readonly back = computed(() => {
    const planId = this.planId();
    return planId === undefined ? ['/'] : ['/plannen', planId];
  });
  protected readonly lead = computed(() => {
    if (this.planId() === undefined) return this.t('ask.lead.code');
    const client = this.#plan.value()?.client.name;
    return client === undefined ? null : this.t('ask.lead.plan', { client });
  });
  protected readonly domains = computed<readonly Choice<LifeDomain>[]>(() =>
    lifeDomains.map((domain) => ({ value: domain, label: this.#core(`domain.${domain}`) })),
  );
  protected readonly levels = computed<readonly Choice<SharedLevel>[]>(() =>
    (['read', 'write'] as const).map((level) => ({ value: level, label: this.t(`ask.level.${level}`) })),
  );

  constructor() {
    pageTitle(() => this.t('ask.page'));
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const planId = this.planId();
    const code = readCode(this.typed());
    this.wrongCode.set(planId === undefined && code === null);
    if (this.wrongCode()) this.field()?.focus();
    const about = planId === undefined ? (code === null ? null : { code }) : { planId };
    if (about === null || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const body = { about, domain: this.domain(), level: this.level() ?? 'read' };
      await this.#api.call(routes.askAccess, { body });
      this.asked.set(true);
      this.page().focusHeading();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
