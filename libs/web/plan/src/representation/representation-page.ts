import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Mandate, SectionClosure } from '@samenplan/shared/contracts';
import { Dates, pageTitle, Session, useWords } from '@samenplan/web/core';
import {
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
  Skeleton,
  SkeletonState,
  Text,
  Toasts,
} from '@samenplan/web/ui';
import { MandateActs, type MandateAct } from './mandate-acts';
import { MandateCard } from './mandate-card';
import { ageSentence } from './mandate-sentences';
import { loadRepresentation } from './representation-load';
import { representationWords } from './representation-words';

/** "Wie mag namens jou": who may decide for the client and why, and what is closed to a parent. */
@Component({
  selector: 'sp-representation-page',
  imports: [
    Button,
    Card,
    Cards,
    Empty,
    Heading,
    MandateCard,
    Page,
    ProblemState,
    Ready,
    ResourceView,
    RouterLink,
    Skeleton,
    SkeletonState,
    Text,
  ],
  providers: [MandateActs],
  template: `
    <sp-page
      [heading]="heading()"
      [lead]="t(isOwn() ? 'lead' : 'lead.other', { client: client() })"
      [back]="['/plannen', planId()]"
      [backLabel]="t('back-to-plan')"
    >
      <sp-resource [of]="representation">
        <ng-template spSkeleton><sp-skeleton shape="card" [count]="2" /></ng-template>
        <ng-template [spReady]="representation" let-found>
          @if (age(); as sentence) {
            <p spText>{{ sentence }}</p>
          }
          @if (acts.problem(); as problem) {
            <sp-problem [problem]="problem" [canRetry]="false" />
          }
          @if (found.mandates.length === 0) {
            <sp-empty
              icon="person"
              [heading]="t(isOwn() ? 'none.heading' : 'none.heading.other', { client: client() })"
              [text]="t(isOwn() ? 'none.text' : 'none.text.other', { client: client() })"
            />
          } @else {
            <h2 spHeading [look]="3">{{ t('people') }}</h2>
            <ul spCards>
              @for (mandate of found.mandates; track mandate.id) {
                <li spCard>
                  <sp-mandate-card
                    [mandate]="mandate"
                    [client]="found.client"
                    [renewUntil]="found.eighteenAt"
                    [busy]="acts.busy()"
                    (did)="act(mandate, $event)"
                  />
                </li>
              }
            </ul>
          }
          @if (found.may.appoint || found.may.record) {
            <a class="add" spButton kind="primary" routerLink="nieuw">
              {{ t(found.may.appoint ? 'add.appoint' : 'add.record') }}
            </a>
          }
          @if (isOwn()) {
            <p class="hidden" spText look="small">{{ t('hidden') }}</p>
          }
          @if (found.closures.length > 0 || mayClose()) {
            <section>
              <h2 spHeading [look]="3">{{ t('closed') }}</h2>
              <p spText>{{ t('closed.lead') }}</p>
              @if (found.closures.length === 0) {
                <p spText>{{ t('closed.none') }}</p>
              }
              <ul spCards>
                @for (closure of found.closures; track closure.id) {
                  <li spCard>
                    <h3 spHeading [look]="4">
                      {{ t('closed.line', { section: closure.sectionTitle, name: closure.person.name }) }}
                    </h3>
                    <p>{{ closedBy(closure) }}</p>
                    @if (closure.may.open) {
                      <button spButton type="button" [busy]="acts.busy()" (click)="open(closure)">
                        {{ t('closed.open', { section: closure.sectionTitle, name: closure.person.name }) }}
                      </button>
                    }
                  </li>
                }
              </ul>
              @if (mayClose()) {
                <a class="add" spButton routerLink="sluiten">{{ t('close.add') }}</a>
              }
            </section>
          }
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    .hidden {
      margin-block-start: var(--sp-space-5);
    }
    .add {
      margin-block: var(--sp-space-5);
    }
    li :is(h3, p) {
      margin-block: 0 var(--sp-space-2);
      overflow-wrap: anywhere;
    }
    section {
      margin-block-start: var(--sp-space-6);
    }
    @media (max-width: 36rem) {
      .add {
        inline-size: 100%;
      }
    }
  `,
})
export class RepresentationPage {
  readonly planId = input.required<string>();

  readonly #dates = inject(Dates);
  readonly #dialogs = inject(Dialogs);
  readonly #session = inject(Session);
  readonly #toasts = inject(Toasts);
  protected readonly t = useWords(representationWords);
  protected readonly acts = inject(MandateActs);
  protected readonly representation = loadRepresentation(() => this.planId());
  protected readonly client = computed(() => this.representation.value()?.client.name ?? '');
  protected readonly isOwn = computed(() => {
    const client = this.representation.value()?.client;
    return client === undefined || client.id === this.#session.me()?.id;
  });
  protected readonly heading = computed(() => this.t(this.isOwn() ? 'page' : 'page.other', { client: this.client() }));
  protected readonly mayClose = computed(() => {
    const found = this.representation.value();
    return found !== undefined && found.may.close.length > 0 && found.mandates.some(isParent);
  });
  protected readonly age = computed(() => {
    const found = this.representation.value();
    if (found === undefined) return null;
    const voice = {
      t: this.t,
      date: (iso: string) => this.#dates.date(iso),
      client: found.client.name,
      isOwn: this.isOwn(),
    };
    return ageSentence(voice, found);
  });

  constructor() {
    pageTitle(() => this.heading());
  }

  protected closedBy({ closedBy, closedAt, reason }: SectionClosure): string {
    return this.t('closed.by', { name: closedBy.name, date: this.#dates.date(closedAt), reason });
  }

  protected async act(mandate: Mandate, act: MandateAct): Promise<void> {
    if (await this.acts.perform(this.planId(), mandate.id, act))
      this.#toasts.show({ text: this.t(`done.${act.act}`, { name: mandate.person.name }) });
    this.representation.reload();
  }

  protected async open(closure: SectionClosure): Promise<void> {
    const words = { name: closure.person.name, section: closure.sectionTitle };
    const sure = await this.#dialogs.confirm({
      heading: this.t('closed.open.heading', words),
      text: this.t('closed.open.text', words),
      confirm: this.t('closed.open', words),
    });
    if (!sure) return;
    if (await this.acts.open(this.planId(), closure.id)) this.#toasts.show({ text: this.t('closed.opened', words) });
    this.representation.reload();
  }
}

export const isParent = ({ kind, state }: Mandate): boolean =>
  (kind === 'ouder' || kind === 'voogd') && state !== 'ended';
