import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router } from '@angular/router';
import { dutyKinds, lifeDomains, type Duty, type LifeDomain } from '@samenplan/shared/contracts';
import { Api, coreWords, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Alert,
  Button,
  Checkbox,
  Disclosure,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  TextArea,
  TextField,
} from '@samenplan/web/ui';
import { administrationWords } from './administration-words';
import { deeds } from './deeds';
import { dutySentence } from './duty-sentence';
import { loadOrganisation } from './load-organisation';

/** One function: what it is called, must keep silent or may report, what for and on what ground. */
@Component({
  selector: 'sp-function-page',
  imports: [Alert, Button, Checkbox, Disclosure, Page, ProblemState, Ready, ResourceView, TextArea, TextField],
  template: `
    <sp-page
      [heading]="heading()"
      [lead]="t('function.lead')"
      [back]="['/beheer/organisaties', organisationId(), 'functies']"
      [backLabel]="t('functions.heading')"
    >
      <sp-resource [of]="office" shape="block" [count]="2">
        <ng-template [spReady]="office">
          <form novalidate (submit)="save($event)">
            <sp-text-field [label]="t('function.name')" [error]="empty(name())" [maxLength]="80" [(value)]="name" />
            <fieldset [attr.aria-describedby]="dutyError() === null ? null : 'sp-duties-error'">
              <legend>{{ t('function.duties') }}</legend>
              @if (dutyError(); as text) {
                <p id="sp-duties-error" class="utrecht-form-field-error-message" role="alert">{{ text }}</p>
              }
              @for (duty of kinds; track duty) {
                <sp-checkbox
                  [label]="sentence(duty)"
                  [checked]="duties().includes(duty)"
                  (checkedChange)="tick(duty, $event)"
                />
              }
            </fieldset>
            <sp-text-area
              [label]="t('function.purpose')"
              [hint]="t('function.purpose.hint')"
              [error]="empty(purpose())"
              [rows]="2"
              [maxLength]="300"
              [(value)]="purpose"
            />
            <sp-text-area
              [label]="t('function.basis')"
              [hint]="t('function.basis.hint')"
              [error]="empty(basis())"
              [rows]="2"
              [maxLength]="300"
              [(value)]="basis"
            />
            <sp-disclosure [heading]="t('function.domains', { n: domains().length })">
              <fieldset>
                <legend>{{ t('function.domains.legend') }}</legend>
                <p class="hint">{{ t('function.domains.hint') }}</p>
                @for (domain of lifeDomains; track domain) {
                  <sp-checkbox
                    [label]="nameOf(domain)"
                    [checked]="domains().includes(domain)"
                    (checkedChange)="propose(domain, $event)"
                  />
                }
              </fieldset>
            </sp-disclosure>
            @if (known()) {
              <sp-alert kind="info">{{ t('function.from-now') }}</sp-alert>
            }
            @if (deed.problem(); as problem) {
              <sp-problem [problem]="problem" [canRetry]="false" />
            }
            <button spButton kind="primary" type="submit" [busy]="deed.busy()">{{ t('save') }}</button>
          </form>
        </ng-template>
      </sp-resource>
    </sp-page>
  `,
  styleUrl: './administration.css',
  styles: `
    fieldset {
      margin: 0;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0;
      font-weight: 600;
    }
  `,
})
export class FunctionPage {
  readonly organisationId = input.required<string>();
  /** `nieuw` for one that is still to be made. */
  readonly functionId = input.required<string>();

  protected readonly t = useWords(administrationWords);
  readonly #core = useWords(coreWords);
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  protected readonly kinds = dutyKinds;
  protected readonly lifeDomains = lifeDomains;
  protected readonly office = loadOrganisation(() => this.organisationId());
  protected readonly deed = deeds();
  protected readonly tried = signal(false);
  protected readonly known = computed(() => this.office.value()?.functions.find(({ id }) => id === this.functionId()));
  protected readonly name = linkedSignal(() => this.known()?.name ?? '');
  protected readonly duties = linkedSignal<readonly Duty[]>(() => this.known()?.duties ?? []);
  protected readonly purpose = linkedSignal(() => this.known()?.purpose ?? '');
  protected readonly basis = linkedSignal(() => this.known()?.legalBasis ?? '');
  protected readonly domains = linkedSignal<readonly LifeDomain[]>(() => this.known()?.proposedDomains ?? []);
  protected readonly heading = computed(() => this.known()?.name ?? this.t('functions.new'));
  protected readonly dutyError = computed(() =>
    this.tried() && this.duties().length === 0 ? this.t('function.duties.choose') : null,
  );

  constructor() {
    pageTitle(() => this.heading());
  }

  protected sentence(duty: Duty): string {
    return dutySentence(this.#core, this.t, duty);
  }

  protected empty(text: string): string | null {
    return this.tried() && text.trim() === '' ? this.t('field.empty') : null;
  }

  protected tick(duty: Duty, on: boolean): void {
    const others = this.duties().filter((one) => one !== duty);
    this.duties.set(on ? [...others, duty] : others);
  }

  protected nameOf(domain: LifeDomain): string {
    return this.#core(`domain.${domain}`);
  }

  protected propose(domain: LifeDomain, on: boolean): void {
    this.domains.set(lifeDomains.filter((one) => (one === domain ? on : this.domains().includes(one))));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const texts = [this.name(), this.purpose(), this.basis()];
    if (this.duties().length === 0 || texts.some((text) => text.trim() === '')) return;
    const organisationId = this.organisationId();
    const body = {
      name: this.name(),
      duties: [...this.duties()],
      // One line each on the client's screen.
      purpose: this.purpose().replace(/\s+/g, ' '),
      legalBasis: this.basis().replace(/\s+/g, ' '),
      proposedDomains: [...this.domains()],
    };
    const functionId = this.known()?.id;
    const done = await this.deed.run(
      () =>
        functionId === undefined
          ? this.#api.call(routes.createFunction, { params: { organisationId }, body })
          : this.#api.call(routes.changeFunction, { params: { organisationId, functionId }, body }),
      this.t('saved'),
    );
    if (done) await this.#router.navigate(['/beheer/organisaties', organisationId, 'functies']);
  }
}
