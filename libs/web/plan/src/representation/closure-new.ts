import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Api, ApiProblem, pageTitle, routes, useWords } from '@samenplan/web/core';
import {
  Button,
  Page,
  ProblemState,
  Ready,
  ResourceView,
  Select,
  Skeleton,
  SkeletonState,
  TextArea,
  Toasts,
  type Choice,
} from '@samenplan/web/ui';
import { loadRepresentation } from './representation-load';
import { isParent } from './representation-page';
import { representationWords } from './representation-words';

const shortestReason = 3;

/** Closes a section to a parent, with a reason. */
@Component({
  selector: 'sp-closure-new',
  imports: [Button, Page, ProblemState, Ready, ResourceView, Select, Skeleton, SkeletonState, TextArea],
  template: `
    <sp-page
      [heading]="t('close.page')"
      [lead]="t('close.lead')"
      [back]="['/plannen', planId(), 'wie-mag-namens']"
      [backLabel]="t('back')"
    >
      <sp-resource [of]="representation">
        <ng-template spSkeleton><sp-skeleton shape="card" [count]="1" /></ng-template>
        <ng-template [spReady]="representation">
          <form novalidate (submit)="send($event)">
            <sp-select
              [label]="t('close.section')"
              [choices]="sections()"
              [error]="tried() && sectionId() === '' ? t('new.missing') : null"
              [(value)]="sectionId"
            />
            <sp-select
              [label]="t('close.person')"
              [choices]="parents()"
              [error]="tried() && personId() === '' ? t('new.missing') : null"
              [(value)]="personId"
            />
            <sp-text-area
              [label]="t('close.reason')"
              [hint]="t('close.reason.hint')"
              [error]="tried() && tooShort() ? t('close.reason.short') : null"
              [maxLength]="500"
              [(value)]="reason"
            />
            @if (problem(); as wrong) {
              <sp-problem [problem]="wrong" [canRetry]="false" />
            }
            <button spButton kind="primary" type="submit" [busy]="busy()">{{ t('close.send') }}</button>
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
    sp-select,
    sp-text-area {
      inline-size: 100%;
    }
  `,
})
export class ClosureNew {
  readonly planId = input.required<string>();

  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #toasts = inject(Toasts);
  protected readonly t = useWords(representationWords);
  protected readonly representation = loadRepresentation(() => this.planId());
  protected readonly sectionId = signal('');
  protected readonly personId = signal('');
  protected readonly reason = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly tooShort = computed(() => this.reason().trim().length < shortestReason);
  readonly #choose = computed<Choice>(() => ({ value: '', label: this.t('close.choose') }));
  protected readonly sections = computed<readonly Choice[]>(() => [
    this.#choose(),
    ...(this.representation.value()?.may.close ?? []).map(({ id, title }) => ({ value: id, label: title })),
  ]);
  protected readonly parents = computed<readonly Choice[]>(() => [
    this.#choose(),
    ...(this.representation.value()?.mandates ?? [])
      .filter(isParent)
      .map(({ person }) => ({ value: person.id, label: person.name })),
  ]);

  constructor() {
    pageTitle(() => this.t('close.page'));
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const [sectionId, personId, reason] = [this.sectionId(), this.personId(), this.reason().trim()];
    if (sectionId === '' || personId === '' || this.tooShort() || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      await this.#api.call(routes.closeSection, {
        params: { planId: this.planId() },
        body: { sectionId, personId, reason },
      });
      const labelOf = (choices: readonly Choice[], value: string): string =>
        choices.find((one) => one.value === value)?.label ?? '';
      const words = { section: labelOf(this.sections(), sectionId), name: labelOf(this.parents(), personId) };
      this.#toasts.show({ text: this.t('close.done', words) });
      await this.#router.navigate(['/plannen', this.planId(), 'wie-mag-namens']);
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
