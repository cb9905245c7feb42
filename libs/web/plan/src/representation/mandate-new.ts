import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import {
  mandateProofs,
  type MandateKind,
  type MandateProof,
  type NewMandate,
  type Recipient,
} from '@samenplan/shared/contracts';
import { Api, ApiProblem, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Button,
  DateField,
  Page,
  ProblemState,
  RadioCards,
  Ready,
  ResourceView,
  Skeleton,
  SkeletonState,
  Text,
  Toasts,
  type Choice,
} from '@samenplan/web/ui';
import { usualEndMoment } from '../sharing/audience-person-rule';
import { ShareEndPicker } from '../sharing/share-end-picker';
import { PersonByCode } from './person-by-code';
import { loadRepresentation } from './representation-load';
import { representationWords } from './representation-words';

const adultKinds = ['mentor', 'curator', 'bewindvoerder'] as const;
const childKinds = ['ouder', 'voogd'] as const;
type Recorded = (typeof adultKinds)[number] | (typeof childKinds)[number];

/** The client appoints a gemachtigde; the coordinator records a representative whose proof was seen. */
@Component({
  selector: 'sp-mandate-new',
  imports: [
    Button,
    DateField,
    Page,
    PersonByCode,
    ProblemState,
    RadioCards,
    Ready,
    ResourceView,
    ShareEndPicker,
    Skeleton,
    SkeletonState,
    Text,
  ],
  template: `
    <sp-page
      [heading]="t(appoints() ? 'new.appoint' : 'new.record')"
      [lead]="t(appoints() ? 'new.appoint.lead' : 'new.record.lead', { client: client() })"
      [back]="['/plannen', planId(), 'wie-mag-namens']"
      [backLabel]="t('back')"
    >
      <sp-resource [of]="representation">
        <ng-template spSkeleton><sp-skeleton shape="card" [count]="2" /></ng-template>
        <ng-template [spReady]="representation">
          <form novalidate (submit)="send($event)">
            @if (!appoints()) {
              <sp-radio-cards
                [legend]="t('new.kind')"
                [choices]="kinds()"
                [error]="tried() && kind() === null ? t('new.missing') : null"
                [(value)]="kind"
              />
            }
            <sp-person-by-code [(person)]="person" />
            @if (appoints()) {
              <sp-radio-cards [legend]="t('new.scope')" [choices]="scopes()" [(value)]="scope" />
              <sp-share-end-picker [legend]="t('new.until')" [checked]="tried()" [(endsAt)]="endsAt" />
            } @else {
              <sp-radio-cards
                [legend]="t('new.proof')"
                [choices]="proofs()"
                [error]="tried() && proof() === null ? t('new.missing') : null"
                [(value)]="proof"
              />
              <sp-date-field
                [label]="t('new.seen')"
                [max]="today"
                [error]="tried() && seenOn() === '' ? t('new.missing') : null"
                [(value)]="seenOn"
              />
            }
            @if (person(); as found) {
              <p spText>{{ t('new.consequence', { name: found.name }) }}</p>
            }
            @if (!appoints()) {
              <p spText>{{ t('new.record.later', { client: client() }) }}</p>
            }
            @if (problem(); as wrong) {
              <sp-problem [problem]="wrong" [canRetry]="false" />
            }
            <button spButton kind="primary" type="submit" [busy]="busy()">{{ sendWords() }}</button>
          </form>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-5);
      justify-items: start;
    }
    form > :not(button) {
      inline-size: 100%;
    }
    p {
      margin: 0;
    }
  `,
})
export class MandateNew {
  readonly planId = input.required<string>();

  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  private readonly finder = viewChild(PersonByCode);
  protected readonly t = useWords(representationWords);
  protected readonly representation = loadRepresentation(() => this.planId());
  protected readonly person = signal<Recipient | null>(null);
  protected readonly kind = signal<Recorded | null>(null);
  protected readonly scope = signal<'all' | 'money' | null>('all');
  protected readonly endsAt = signal<string | null>(usualEndMoment());
  protected readonly proof = signal<MandateProof | null>(null);
  protected readonly seenOn = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly today = new Date().toISOString().slice(0, 10);
  protected readonly client = computed(() => this.representation.value()?.client.name ?? '');
  protected readonly appoints = computed(() => this.representation.value()?.may.appoint === true);
  protected readonly kinds = computed<readonly Choice<Recorded>[]>(() => {
    const band = this.representation.value()?.ageBand;
    const kinds: readonly Recorded[] = band === 'under-12' || band === '12-to-15' ? childKinds : adultKinds;
    return kinds.map((value) => ({ value, label: this.t(`kind.${value}`), hint: this.t(`kind.hint.${value}`) }));
  });
  protected readonly scopes = computed<readonly Choice<'all' | 'money'>[]>(() => [
    { value: 'all', label: this.t('new.scope.all') },
    { value: 'money', label: this.t('new.scope.money') },
  ]);
  protected readonly proofs = computed<readonly Choice<MandateProof>[]>(() =>
    mandateProofs.map((value) => ({ value, label: this.t(`proof.${value}`) })),
  );
  protected readonly sendWords = computed(() => {
    const name = this.person()?.name;
    return this.appoints() && name !== undefined
      ? this.t('new.send.appoint', { name })
      : this.t(this.appoints() ? 'add.appoint' : 'new.send.record');
  });

  constructor() {
    pageTitle(() => this.t(this.appoints() ? 'new.appoint' : 'new.record'));
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    this.finder()?.demand();
    const person = this.person();
    const body = person === null ? null : this.#mandateFor(person);
    if (person === null || body === null || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.#api.call(routes.addMandate, { params: { planId: this.planId() }, body });
      const words = { name: person.name, client: this.client() };
      this.#toasts.show({ text: this.t(this.appoints() ? 'new.done.appoint' : 'new.done.record', words) });
      await this.#router.navigate(['/plannen', this.planId(), 'wie-mag-namens']);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }

  /** null while something is missing. */
  #mandateFor({ id: personId }: Recipient): NewMandate | null {
    const [scope, endsAt, proof, proofSeenOn] = [this.scope(), this.endsAt(), this.proof(), this.seenOn()];
    const kind: MandateKind | null = this.appoints() ? 'gemachtigde' : this.kind();
    if (kind === 'gemachtigde') return scope === null || endsAt === null ? null : { personId, kind, scope, endsAt };
    if (kind === null || proof === null || proofSeenOn === '') return null;
    return { personId, kind, scope: kind === 'bewindvoerder' ? 'money' : 'all', proof, proofSeenOn };
  }
}
