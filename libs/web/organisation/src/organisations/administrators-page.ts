import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api, Dates, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Alert, Button, Card, Cards, Dialogs, Page, ProblemState, Ready, ResourceView } from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { deeds } from './deeds';
import { loadOrganisation } from './load-organisation';

/** Who administers this organisation. Two is safer than one: nobody can let himself into a team. */
@Component({
  selector: 'sp-administrators-page',
  imports: [Alert, Button, Card, Cards, Page, ProblemState, Ready, ResourceView, RouterLink],
  template: `
    <sp-page
      [heading]="t('administrators.heading')"
      [lead]="t('administrators.lead')"
      [back]="['/beheer/organisaties', organisationId()]"
      [backLabel]="office.value()?.name ?? t('organisation')"
    >
      <sp-resource [of]="office" shape="person" [count]="2">
        <ng-template [spReady]="office" let-now>
          <ul spCards>
            @for (one of now.administrators; track one.id) {
              <li spCard class="row">
                <span
                  ><strong>{{ one.name }}</strong
                  ><br />{{ t('administrators.since', { date: dates.date(one.startsAt) }) }}</span
                >
                @if (now.administrators.length > 1) {
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('administrators.end.label', { name: one.name })"
                    (click)="end(one.id, one.personId, one.name)"
                  >
                    {{ t('administrators.end') }}
                  </button>
                }
              </li>
            }
          </ul>
          @if (now.administrators.length === 1) {
            <sp-alert kind="warning">{{ t('administrators.one') }}</sp-alert>
          }
          @if (deed.problem(); as problem) {
            <sp-problem [problem]="problem" [canRetry]="false" />
          }
          <p class="actions">
            <a spButton [routerLink]="['/beheer/organisaties', now.id, 'mensen', 'uitnodigen']">{{
              t('administrators.invite')
            }}</a>
          </p>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class AdministratorsPage {
  readonly organisationId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #session = inject(Session);
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();

  constructor() {
    pageTitle(() => this.t('administrators.heading'));
  }

  protected async end(administrationId: string, personId: string, name: string): Promise<void> {
    const own = personId === this.#session.me()?.id;
    const sure = await this.#dialogs.confirm({
      heading: this.t(own ? 'administrators.end.own' : 'administrators.end.sure', { name }),
      text: this.t('administrators.end.text'),
      confirm: this.t('administrators.end'),
      danger: true,
    });
    if (!sure) return;
    const params = { organisationId: this.organisationId(), administrationId };
    await this.deed.run(() => this.#api.call(routes.endAdministrator, { params }), this.t('saved'));
    this.office.reload();
  }
}
