import { Component, computed, inject, input, signal } from '@angular/core';
import { Api, Dates, pageTitle, readableCode, routes, useWords, type AnswerOf } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Checkbox,
  Heading,
  Icon,
  Page,
  ProblemState,
  QrCode,
  Ready,
  ResourceView,
  Select,
  Text,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { deeds } from './deeds';
import { loadOrganisation } from './load-organisation';

type Invited = AnswerOf<typeof routes.inviteColleague>;

/** Makes a code with which a colleague binds the own login; on screen and as a letter. */
@Component({
  selector: 'sp-invite-page',
  imports: [Alert, Button, Checkbox, Heading, Icon, Page, ProblemState, QrCode, Ready, ResourceView, Select, Text],
  template: `
    <sp-page
      [heading]="t('invite.heading')"
      [lead]="t('invite.lead')"
      [back]="['/beheer/organisaties', organisationId(), 'mensen']"
      [backLabel]="t('people.heading')"
    >
      <sp-resource [of]="office" shape="block" [count]="1">
        <ng-template [spReady]="office" let-now>
          @if (made(); as one) {
            <section class="sp-no-print">
              <h2 spHeading>{{ t('invite.made', { number: one.number }) }}</h2>
              <p spText>{{ t('invite.note', { number: one.number }) }}</p>
              <div class="show">
                <sp-qr-code [value]="one.url" [label]="t('invite.qr', { code: readable() })" />
                <div>
                  <p class="code">{{ readable() }}</p>
                  <p spText>{{ t('invitations.valid', { date: dates.date(one.expiresAt) }) }}</p>
                  <button spButton kind="primary" type="button" (click)="print()">
                    <sp-icon name="print" />{{ t('invite.print') }}
                  </button>
                </div>
              </div>
              <sp-alert kind="warning">{{ t('invite.once') }}</sp-alert>
              <button spButton type="button" (click)="made.set(null)">{{ t('invite.another') }}</button>
            </section>
            <section class="sp-print-only">
              <h2>{{ t('letter.heading', { organisation: now.name }) }}</h2>
              <p>{{ t('letter.text') }}</p>
              <sp-qr-code [value]="one.url" [label]="readable()" />
              <p>{{ t('letter.address', { address: address() }) }}</p>
              <p class="code">{{ readable() }}</p>
              <p>{{ t('letter.valid', { date: dates.date(one.expiresAt), number: one.number }) }}</p>
            </section>
          } @else {
            <form novalidate (submit)="make($event)">
              <sp-select
                [label]="t('invite.function')"
                [hint]="t('invite.function.hint')"
                [error]="tried() && functionId() === '' && !administrator() ? t('invite.function.choose') : null"
                [choices]="choices()"
                [(value)]="functionId"
              />
              <sp-checkbox
                [label]="t('invite.administrator')"
                [hint]="t('invite.administrator.hint')"
                [(checked)]="administrator"
              />
              @if (deed.problem(); as problem) {
                <sp-problem [problem]="problem" [canRetry]="false" />
              }
              <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('invite.make') }}</button>
            </form>
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
  styles: `
    .show {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--sp-space-5);
    }
    .show sp-qr-code {
      inline-size: 14rem;
    }
    .code {
      margin: 0 0 var(--sp-space-2);
      font:
        700 1.6rem ui-monospace,
        'DejaVu Sans Mono',
        monospace;
      letter-spacing: 0.06em;
    }
    .sp-print-only sp-qr-code {
      inline-size: 5cm;
    }
  `,
})
export class InvitePage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly made = signal<Invited | null>(null);
  protected readonly functionId = signal('');
  protected readonly administrator = signal(false);
  protected readonly tried = signal(false);
  protected readonly readable = computed(() => readableCode(this.made()?.code ?? ''));
  protected readonly address = computed(() => `${location.host}/collega`);
  protected readonly choices = computed(() => [
    { value: '', label: this.t('invite.function.none') },
    ...(this.office.value()?.functions ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]);

  constructor() {
    pageTitle(() => this.t('invite.heading'));
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const functionId = this.functionId() === '' ? null : this.functionId();
    if (functionId === null && !this.administrator()) return;
    const params = { organisationId: this.organisationId() };
    const body = { functionId, administrator: this.administrator() };
    await this.deed.run(async () => {
      this.made.set(await this.#api.call(routes.inviteColleague, { params, body }));
    });
    this.tried.set(false);
  }

  protected print(): void {
    window.print();
  }
}
