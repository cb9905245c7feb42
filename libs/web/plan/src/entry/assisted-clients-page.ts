import { Component, inject, signal, viewChild } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { LetterCode } from '@samenplan/shared/contracts';
import { Api, ApiProblem, Dates, loaded, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  Cards,
  Checkbox,
  DateField,
  Empty,
  EmptyState,
  Heading,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  TextField,
} from '@samenplan/web/ui';
import { entryWords } from './entry-words';
import { LetterSheet } from './letter-sheet';

/** A professional begins a plan for a client without a login, who is there; and goes on helping that client to decide. */
@Component({
  selector: 'sp-assisted-clients-page',
  imports: [
    Alert,
    Button,
    Card,
    Cards,
    Checkbox,
    DateField,
    Empty,
    EmptyState,
    Heading,
    LetterSheet,
    Page,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
    TextField,
  ],
  template: `
    <sp-page #page [heading]="t('clients.heading')" [lead]="t('clients.lead')" back="/" [backLabel]="t('back.start')">
      @if (letter(); as made) {
        <sp-alert class="sp-no-print told" kind="ok" live>{{
          t(made.fresh ? 'clients.made' : 'clients.letter.made')
        }}</sp-alert>
        <sp-letter-sheet [letter]="made.letter" kind="takeover" />
      }
      @if (problem(); as now) {
        @if (now.code === 'conflict') {
          <sp-alert class="sp-no-print told" kind="info" live>{{ t('clients.known') }}</sp-alert>
        } @else {
          <sp-problem class="sp-no-print told" [problem]="now" [canRetry]="false" />
        }
      }
      <section class="sp-no-print">
        <h2 spHeading>{{ t('clients.new') }}</h2>
        <form novalidate (submit)="begin($event)">
          <sp-text-field
            #nameField
            [label]="t('clients.name')"
            [error]="tried() && name().trim() === '' ? t('clients.name.error') : null"
            [maxLength]="120"
            [(value)]="name"
          />
          <sp-date-field
            [label]="t('clients.birth')"
            [hint]="t('clients.birth.hint')"
            [error]="tried() && birthDate() === '' ? t('clients.birth.error') : null"
            min="1900-01-01"
            [max]="today"
            [(value)]="birthDate"
          />
          <sp-text-field [label]="t('clients.plan')" [maxLength]="120" [(value)]="title" />
          <sp-checkbox
            [label]="t('clients.agreed')"
            [error]="tried() && !agreed() ? t('clients.agreed.error') : null"
            [(checked)]="agreed"
          />
          <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('clients.begin') }}</button>
        </form>
      </section>
      <section class="sp-no-print">
        <h2 spHeading>{{ t('clients.list') }}</h2>
        <sp-resource [of]="clients" shape="person" [count]="2">
          <ng-template [spReady]="clients" let-list>
            <ul spCards>
              @for (client of list.items; track client.planId) {
                <li spCard>
                  <strong>{{ client.name }}</strong>
                  <p>
                    @if (client.birthDate; as day) {
                      {{ t('clients.born', { day: dates.date(day) }) }}<br />
                    }
                    {{ t('clients.started', { day: dates.date(client.startedAt) }) }}
                    @if (client.takenOver) {
                      <br />{{ t('clients.taken-over') }}
                    }
                  </p>
                  <div class="ways">
                    <a
                      spButton
                      small
                      [routerLink]="['/plannen', client.planId, 'samen-beslissen']"
                      [attr.aria-label]="t('clients.decide.label', { name: client.name })"
                      >{{ t('clients.decide') }}</a
                    >
                    @if (!client.takenOver) {
                      <a
                        spButton
                        small
                        [routerLink]="['/plannen', client.planId, 'papier']"
                        [attr.aria-label]="t('clients.paper.label', { name: client.name })"
                        >{{ t('clients.paper') }}</a
                      >
                      <button
                        spButton
                        small
                        type="button"
                        [attr.aria-label]="t('clients.letter.label', { name: client.name })"
                        (click)="another(client.planId)"
                      >
                        {{ t('clients.letter') }}
                      </button>
                    }
                  </div>
                </li>
              }
            </ul>
          </ng-template>
          <ng-template spEmptyState>
            <sp-empty icon="person" [heading]="t('clients.list.empty')" [text]="t('clients.list.empty.text')" />
          </ng-template>
        </sp-resource>
      </section>
    </sp-page>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
      justify-items: start;
      margin-block-end: var(--sp-space-6);
    }
    sp-text-field,
    sp-checkbox,
    sp-date-field {
      inline-size: 100%;
    }
    .told {
      display: block;
      margin-block-end: var(--sp-space-4);
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--sp-space-2);
    }
    p {
      margin: var(--sp-space-1) 0 var(--sp-space-3);
    }
  `,
})
export class AssistedClientsPage {
  protected readonly t = useWords(entryWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  private readonly page = viewChild.required<Page>('page');
  private readonly nameField = viewChild.required<TextField>('nameField');

  protected readonly today = new Date().toISOString().slice(0, 10);
  protected readonly name = signal('');
  protected readonly birthDate = signal('');
  protected readonly title = signal(this.t('clients.plan.default'));
  protected readonly agreed = signal(false);
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly letter = signal<{ readonly letter: LetterCode; readonly fresh: boolean } | null>(null);
  protected readonly clients = loaded({
    load: (_now, abort) => this.#api.call(routes.listAssistedClients, {}, abort),
    isEmpty: (list) => list.items.length === 0,
  });

  constructor() {
    pageTitle(() => this.t('clients.title'));
  }

  protected async begin(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const name = this.name().trim();
    const birthDate = this.birthDate();
    const title = this.title().trim() || this.t('clients.plan.default');
    if (name === '') return this.nameField().focus();
    if (birthDate === '' || !this.agreed()) return;
    await this.#show(async () => {
      const body = { name, birthDate, title, agreed: true } as const;
      const { letter } = await this.#api.call(routes.createAssistedClient, { body });
      this.name.set('');
      this.birthDate.set('');
      this.agreed.set(false);
      this.tried.set(false);
      return { letter, fresh: true };
    });
  }

  protected another(planId: string): Promise<void> {
    return this.#show(async () => ({
      letter: await this.#api.call(routes.makeTakeoverLetter, { params: { planId } }),
      fresh: false,
    }));
  }

  async #show(make: () => Promise<{ letter: LetterCode; fresh: boolean }>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    this.letter.set(null);
    try {
      this.letter.set(await make());
      this.clients.reload();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
      this.page().focusHeading();
      scrollTo({ top: 0 });
    }
  }
}
