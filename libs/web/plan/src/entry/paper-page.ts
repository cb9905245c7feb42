import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PaperChoice } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  DateField,
  Heading,
  Icon,
  Page,
  ProblemState,
  RadioCards,
  TextField,
  type Choice,
} from '@samenplan/web/ui';
import { readCode } from '../sharing/share-code';
import { entryWords } from './entry-words';
import { PaperForm } from './paper-form';
import { PaperOneChoice, type NamedChoice } from './paper-one-choice';

type WitnessWay = 'name' | 'code';

/** A professional prints the form on which a client decides, and later enters what stands on it. */
@Component({
  selector: 'sp-paper-page',
  imports: [
    Alert,
    Button,
    DateField,
    Heading,
    Icon,
    Page,
    PaperForm,
    PaperOneChoice,
    ProblemState,
    RadioCards,
    RouterLink,
    TextField,
  ],
  template: `
    <sp-page #page [heading]="t('paper.heading')" [lead]="t('paper.lead')" back="/" [backLabel]="t('back.start')">
      <sp-paper-form />
      <div class="sp-no-print">
        @if (sent(); as status) {
          <sp-alert [kind]="status === 'done' ? 'ok' : 'info'" live>
            {{ t(status === 'done' ? 'paper.done' : 'paper.waiting') }}
          </sp-alert>
          <div class="ways">
            @if (status === 'done') {
              <a
                spButton
                kind="primary"
                [routerLink]="['/plannen', planId(), 'samen-beslissen']"
                [queryParams]="{ naar: 'papier' }"
                >{{ t('paper.done.print') }}</a
              >
            }
            <button spButton type="button" (click)="again()">{{ t('paper.done.again') }}</button>
          </div>
        } @else {
          <h2 spHeading>{{ t('paper.form') }}</h2>
          <p>{{ t('paper.form.text') }}</p>
          <button spButton type="button" (click)="print()"><sp-icon name="print" />{{ t('paper.form.print') }}</button>
          <h2 spHeading>{{ t('paper.enter') }}</h2>
          <div class="fields">
            <sp-date-field
              [label]="t('paper.date')"
              [error]="tried() && decidedOn() === '' ? t('paper.date.error') : null"
              [min]="oldest"
              [max]="today"
              [(value)]="decidedOn"
            />
            <h3 spHeading>{{ t('paper.choices') }}</h3>
            @if (choices().length > 0) {
              <ul>
                @for (choice of choices(); track $index) {
                  <li>
                    {{ lineOf(choice) }}
                    <button
                      spButton
                      small
                      kind="subtle"
                      type="button"
                      [attr.aria-label]="t('paper.remove.label', { what: lineOf(choice) })"
                      (click)="remove($index)"
                    >
                      {{ t('paper.remove') }}
                    </button>
                  </li>
                }
              </ul>
            }
            @if (tried() && choices().length === 0) {
              <sp-alert kind="error" live>{{ t('paper.choices.error') }}</sp-alert>
            }
            <sp-paper-one-choice [sections]="sections()" (chosen)="add($event)" />
            <h3 spHeading>{{ t('paper.witness') }}</h3>
            <sp-radio-cards [legend]="t('paper.witness.legend')" [choices]="ways()" [(value)]="way" />
            @if (way() === 'code') {
              <sp-text-field
                code
                [label]="t('paper.witness.code.label')"
                [hint]="t('paper.witness.code.explain')"
                [error]="tried() && witness() === null ? t('paper.witness.code.error') : null"
                [maxLength]="20"
                [(value)]="witnessText"
              />
            } @else {
              <sp-text-field
                [label]="t('paper.witness.name.label')"
                [error]="tried() && witness() === null ? t('paper.witness.name.error') : null"
                [maxLength]="120"
                [(value)]="witnessText"
              />
            }
            @if (problem(); as now) {
              <sp-problem [problem]="now" [canRetry]="false" />
            }
            <button spButton kind="primary" type="button" [busy]="busy()" (click)="send()">
              {{ t('paper.send') }}
            </button>
          </div>
        }
      </div>
    </sp-page>
  `,
  styles: `
    .fields {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
    }
    .fields > * {
      inline-size: 100%;
    }
    .fields > button {
      inline-size: auto;
    }
    h2 {
      margin-block-start: var(--sp-space-6);
    }
    h3,
    ul {
      margin: 0;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-3);
      margin-block-start: var(--sp-space-4);
    }
  `,
})
export class PaperPage {
  readonly planId = input.required<string>();

  protected readonly t = useWords(entryWords);
  readonly #dates = inject(Dates);
  readonly #api = inject(Api);
  private readonly page = viewChild.required<Page>('page');
  /** Only what the helper sees; with nothing shown, the plan as a whole is what can be decided about. */
  readonly #plan = loaded({
    params: () => this.planId(),
    load: async (planId: string, abort) => {
      // Asking for a plan that one does not see leaves a refusal in the log of the client.
      const { items } = await this.#api.call(routes.listPlans, {}, abort);
      if (!items.some(({ id }) => id === planId)) return null;
      return this.#api.call(routes.getPlan, { params: { planId } }, abort);
    },
  });
  protected readonly sections = computed(() => this.#plan.value()?.sections.filter(({ archived }) => !archived) ?? []);

  protected readonly today = new Date().toISOString().slice(0, 10);
  protected readonly oldest = new Date(Date.now() - 59 * 86_400_000).toISOString().slice(0, 10);
  protected readonly decidedOn = signal('');
  protected readonly choices = signal<readonly NamedChoice[]>([]);
  protected readonly way = signal<WitnessWay | null>('name');
  protected readonly witnessText = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly sent = signal<'done' | 'waiting' | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly ways = computed<readonly Choice<WitnessWay>[]>(() =>
    (['name', 'code'] as const).map((way) => ({
      value: way,
      label: this.t(`paper.witness.${way}`),
      hint: this.t(`paper.witness.${way}.hint`),
    })),
  );
  protected readonly witness = computed(() => {
    const text = this.witnessText().trim();
    if (this.way() === 'name') return text === '' ? null : { name: text };
    const code = readCode(text);
    return code === null ? null : { code };
  });

  constructor() {
    pageTitle(() => this.t('paper.title'));
  }

  protected print(): void {
    window.print();
  }

  protected add(choice: NamedChoice): void {
    this.choices.update((all) => [...all, choice]);
  }

  protected remove(at: number): void {
    this.choices.update((all) => all.filter((_, nth) => nth !== at));
  }

  protected lineOf({ name, what, choice: { effect, level, endsAt } }: NamedChoice): string {
    if (effect === 'withhold') return this.t('paper.line.withhold', { name, what });
    const may = this.t(level === 'write' ? 'paper.may.write' : 'paper.may.read');
    const until = endsAt === undefined ? '' : this.t('paper.until', { day: this.#dates.date(endsAt) });
    return this.t('paper.line', { name, what, may, until });
  }

  protected again(): void {
    this.sent.set(null);
    this.tried.set(false);
    this.decidedOn.set('');
    this.choices.set([]);
    this.witnessText.set('');
    this.page().focusHeading();
  }

  protected async send(): Promise<void> {
    this.tried.set(true);
    const witness = this.witness();
    const decidedOn = this.decidedOn();
    const choices = this.choices().map(({ choice }): PaperChoice => choice);
    if (this.busy() || witness === null || decidedOn === '' || choices.length === 0) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const call = { params: { planId: this.planId() }, body: { decidedOn, witness, choices } };
      const { status } = await this.#api.call(routes.enterPaperDecision, call);
      this.sent.set(status);
      this.page().focusHeading();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
