import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Api, Dates, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Card,
  Cards,
  Dialogs,
  Empty,
  Heading,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  Select,
  Text,
  TextField,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { deeds } from './deeds';
import { loadOrganisation, type OfficeTeam } from './load-organisation';

/** One team: its members, contact person and number. Who joins may see what clients show the team: they are told. */
@Component({
  selector: 'sp-team-page',
  imports: [
    Alert,
    Button,
    Card,
    Cards,
    Empty,
    Heading,
    Page,
    ProblemState,
    Ready,
    ResourceView,
    Select,
    Text,
    TextField,
  ],
  template: `
    <sp-page
      [heading]="team()?.name ?? t('team')"
      [back]="['/beheer/organisaties', organisationId(), 'teams']"
      [backLabel]="t('teams.heading')"
    >
      <sp-resource [of]="office" shape="person" [count]="3">
        <ng-template [spReady]="office" let-now>
          @if (team(); as one) {
            <h2 spHeading>{{ t('team.members') }}</h2>
            <ul spCards>
              @for (member of one.members; track member.memberId) {
                <li spCard class="row">
                  <span
                    ><strong>{{ member.name }}</strong
                    ><br />{{ t('team.since', { date: dates.date(member.startsAt) }) }}</span
                  >
                  <button
                    spButton
                    small
                    type="button"
                    [attr.aria-label]="t('team.remove.label', { name: member.name })"
                    (click)="remove(one, member.memberId, member.name)"
                  >
                    {{ t('team.remove') }}
                  </button>
                </li>
              } @empty {
                <li>
                  <p spText>{{ t('team.nobody') }}</p>
                </li>
              }
            </ul>
            @if (deed.problem(); as problem) {
              <sp-problem [problem]="problem" [canRetry]="false" />
            }
            <section>
              <h2 spHeading>{{ t('team.add') }}</h2>
              <sp-alert kind="info">{{ t('team.add.told') }}</sp-alert>
              <form novalidate (submit)="add($event, one)">
                <sp-select
                  [label]="t('team.add.who')"
                  [hint]="own() ? t('team.add.not-you') : null"
                  [error]="tried() && joins() === '' ? t('team.add.choose') : null"
                  [choices]="joiners()"
                  [(value)]="joins"
                />
                <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('team.add.button') }}</button>
              </form>
            </section>
            <section>
              <h2 spHeading>{{ t('team.about') }}</h2>
              <form novalidate (submit)="save($event)">
                <sp-text-field
                  [label]="t('team.name')"
                  [error]="name().trim() === '' ? t('name.empty') : null"
                  [maxLength]="120"
                  [(value)]="name"
                />
                <sp-text-field
                  type="tel"
                  optional
                  [label]="t('team.phone')"
                  [hint]="t('team.phone.hint')"
                  [maxLength]="25"
                  [(value)]="phone"
                />
                <sp-select
                  [label]="t('team.contact')"
                  [hint]="t('team.contact.hint')"
                  [choices]="contacts()"
                  [(value)]="contact"
                />
                <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('save') }}</button>
              </form>
            </section>
          } @else {
            <sp-empty icon="people" [heading]="t('team.gone')" />
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
})
export class TeamPage {
  readonly organisationId = input.required<string>();
  readonly teamId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  protected readonly dates = inject(Dates);
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #session = inject(Session);
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly tried = signal(false);
  protected readonly joins = signal('');
  protected readonly team = computed(() => this.office.value()?.teams.find(({ id }) => id === this.teamId()));
  protected readonly name = linkedSignal(() => this.team()?.name ?? '');
  protected readonly phone = linkedSignal(() => this.team()?.phone ?? '');
  protected readonly contact = linkedSignal(() => this.team()?.contactId ?? '');
  readonly #colleagues = computed(() => this.office.value()?.colleagues ?? []);
  readonly #outside = computed(() =>
    this.#colleagues().filter((one) => !this.team()?.members.some((in_) => in_.affiliationId === one.affiliationId)),
  );
  /** Nobody lets himself in: the server refuses it too. */
  protected readonly own = computed(() => this.#outside().some(({ personId }) => personId === this.#session.me()?.id));
  protected readonly joiners = computed(() => [
    { value: '', label: this.t('choose') },
    ...this.#outside()
      .filter(({ personId }) => personId !== this.#session.me()?.id)
      .map((one) => ({ value: one.affiliationId, label: `${one.name}, ${one.function}` })),
  ]);
  protected readonly contacts = computed(() => [
    { value: '', label: this.t('team.no-contact') },
    ...this.#colleagues().map((one) => ({ value: one.affiliationId, label: `${one.name}, ${one.function}` })),
  ]);

  constructor() {
    pageTitle(() => this.team()?.name ?? this.t('team'));
  }

  protected async add(event: Event, { id: teamId }: OfficeTeam): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.joins() === '') return;
    const params = { organisationId: this.organisationId(), teamId };
    const body = { affiliationId: this.joins() };
    if (!(await this.deed.run(() => this.#api.call(routes.addTeamMember, { params, body }), this.t('team.added'))))
      return;
    this.tried.set(false);
    this.joins.set('');
    this.office.reload();
  }

  protected async remove({ id: teamId, name: team }: OfficeTeam, memberId: string, name: string): Promise<void> {
    const sure = await this.#dialogs.confirm({
      heading: this.t('team.remove.sure', { name, team }),
      text: this.t('team.remove.text', { name }),
      confirm: this.t('team.remove.confirm'),
      danger: true,
    });
    if (!sure) return;
    const params = { organisationId: this.organisationId(), teamId, memberId };
    await this.deed.run(() => this.#api.call(routes.endTeamMember, { params }), this.t('team.removed', { name }));
    this.office.reload();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.name().trim() === '') return;
    const params = { organisationId: this.organisationId(), teamId: this.teamId() };
    const phone = this.phone().trim();
    const contactId = this.contact() === '' ? null : this.contact();
    const body = { name: this.name(), phone: phone === '' ? null : phone, contactId };
    if (await this.deed.run(() => this.#api.call(routes.changeTeam, { params, body }), this.t('saved')))
      this.office.reload();
  }
}
