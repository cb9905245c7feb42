import { DialogRef } from '@angular/cdk/dialog';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { reaches, type AudienceMember, type LifeDomain, type Plan } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, routes, Session, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Checkbox,
  DialogFrame,
  injectDialogData,
  ProblemState,
  RadioCards,
  Select,
  TextField,
  type Choice,
} from '@samenplan/web/ui';
import { nameWithFunction } from '../sharing/audience-why';
import { domainsLeft, kindsLeft, type NewKind } from './new-section-choices';
import { planWords } from '../plan-words';

export interface NewSectionData {
  readonly plan: Plan;
  /** Empty for who does not manage the plan. */
  readonly audience: readonly AudienceMember[];
}

export interface NewSectionResult {
  readonly id: string;
  readonly title: string;
}

/** Adds a section to a plan: what kind, its name, and for the client whether anybody else sees it. */
@Component({
  selector: 'sp-new-section',
  imports: [Alert, Button, Checkbox, DialogFrame, ProblemState, RadioCards, Select, TextField],
  template: `
    <sp-dialog [heading]="t('plan.add')">
      <form id="sp-new-section" novalidate (submit)="save($event)">
        <sp-radio-cards [legend]="t('new.heading')" [choices]="kinds()" [error]="kindError()" [(value)]="kind" />
        @if (kind() === 'domain') {
          <sp-select [label]="t('new.domain')" [choices]="domains()" [(value)]="domain" />
        }
        @if (kind() !== null) {
          <sp-text-field
            [label]="t('new.title')"
            [hint]="t('new.title.hint')"
            [error]="titleError()"
            [maxLength]="120"
            [(value)]="title"
          />
          @if (isClient) {
            <sp-checkbox [label]="t('new.only-me')" [hint]="t('new.only-me.hint')" [(checked)]="onlyMe" />
          }
          @if (seenBy(); as names) {
            <sp-alert>{{ t('new.seen-by', { names }) }}</sp-alert>
          }
        }
        @if (problem(); as wrong) {
          <sp-problem [problem]="wrong" [canRetry]="false" />
        }
      </form>
      <ng-container actions>
        <button spButton kind="primary" type="submit" form="sp-new-section" [busy]="busy()">{{ t('new.add') }}</button>
      </ng-container>
    </sp-dialog>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--sp-space-4);
    }
  `,
})
export class NewSection {
  protected readonly t = useWords(planWords);
  readonly #core = useWords(coreWords);
  readonly #api = inject(Api);
  readonly #dialog = inject<DialogRef<NewSectionResult>>(DialogRef);
  readonly #data = injectDialogData<NewSectionData>();
  readonly #tried = signal(false);

  /** Only the client can keep a section to themselves; a representative may not hide things from the client. */
  protected readonly isClient = inject(Session).me()?.id === this.#data.plan.client.id;
  protected readonly kind = signal<NewKind | null>(null);
  protected readonly domain = signal<LifeDomain>(domainsLeft(this.#data.plan.sections)[0] ?? 'finances');
  /** The usual name of what was chosen, until the person types another. */
  protected readonly title = linkedSignal(() => this.#usualTitle(this.kind(), this.domain()));
  protected readonly onlyMe = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);

  protected readonly kinds = computed<readonly Choice<NewKind>[]>(() =>
    kindsLeft(this.#data.plan.sections).map((kind) => ({
      value: kind,
      label: this.t(`new.kind.${kind}`),
      hint: this.t(`new.kind.${kind}.hint`),
    })),
  );
  protected readonly domains = computed<readonly Choice<LifeDomain>[]>(() =>
    domainsLeft(this.#data.plan.sections).map((domain) => ({ value: domain, label: this.#core(`domain.${domain}`) })),
  );
  protected readonly kindError = computed(() => (this.#tried() && this.kind() === null ? this.t('new.choose') : null));
  protected readonly titleError = computed(() =>
    this.#tried() && this.title().trim() === '' ? this.t('plan.title.empty') : null,
  );
  /** Who sees a new section without more ado: said before it is made. */
  protected readonly seenBy = computed(() => {
    const clientId = this.#data.plan.client.id;
    const people = this.#data.audience.filter((one) => one.personId !== clientId && reaches(one.planLevel, 'read'));
    return this.onlyMe() || people.length === 0 ? null : people.map(nameWithFunction).join(', ');
  });

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.#tried.set(true);
    const kind = this.kind();
    const title = this.title().trim();
    if (kind === null || title === '' || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { id } = await this.#api.call(routes.createSection, {
        params: { planId: this.#data.plan.id },
        body: { title, kind, onlyMe: this.onlyMe(), ...(kind === 'domain' ? { domain: this.domain() } : {}) },
      });
      this.#dialog.close({ id, title });
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }

  #usualTitle(kind: NewKind | null, domain: LifeDomain): string {
    if (kind === null || kind === 'own') return '';
    return kind === 'domain' ? this.#core(`domain.${domain}`) : this.t(`new.kind.${kind}`);
  }
}
