import { Component, computed, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Api, ApiProblem, loaded, pageTitle, routes, Session, useWords } from '@samenplan/web/core';
import { Button, Empty, Page, ProblemState, Ready, ResourceView, Text } from '@samenplan/web/ui';
import { ClaimCheck } from './claim-check';
import { ClaimCode } from './claim-code';
import { ClaimDone } from './claim-done';
import { ClaimDraft, claimSteps, type ClaimStep } from './claim-draft';
import { ClaimName } from './claim-name';
import { ClaimShare } from './claim-share';
import { ClaimWho } from './claim-who';
import { readCode } from '../sharing/share-code';
import { startWords } from './start-words';

/** A client takes a plan with the code of a professional: one thing per screen, nothing happens before the last. */
@Component({
  selector: 'sp-claim-page',
  imports: [
    Button,
    ClaimCheck,
    ClaimCode,
    ClaimDone,
    ClaimName,
    ClaimShare,
    ClaimWho,
    Empty,
    Page,
    ProblemState,
    Ready,
    ResourceView,
    Text,
  ],
  template: `
    <sp-page #page [heading]="heading()" [lead]="lead()">
      @if (progress(); as words) {
        <p before class="step">{{ words }}</p>
      }
      @if (done(); as finished) {
        <sp-claim-done [draft]="draft" [planId]="finished.planId" [starterName]="finished.starterName" />
      } @else if (known() === null) {
        <sp-claim-code [given]="code() ?? ''" (found)="goTo($event)" />
      } @else if (!session.isIn()) {
        <p spText>{{ t('claim.login.text') }}</p>
        <p spText look="small">{{ t('claim.login.unused') }}</p>
        <button spButton kind="primary" type="button" (click)="session.login('/begin/' + known())">
          {{ t('claim.login.button') }}
        </button>
      } @else if (expired()) {
        <sp-empty icon="clock" [heading]="t('claim.expired.heading')" [text]="t('claim.expired.text')">
          <button spButton type="button" (click)="goTo(null)">{{ t('claim.expired.again') }}</button>
        </sp-empty>
      } @else {
        <sp-resource [of]="start" shape="block" [count]="1">
          <ng-template [spReady]="start" let-found>
            @switch (step()) {
              @case ('who') {
                <sp-claim-who
                  [starter]="found.starter"
                  [expiresAt]="found.expiresAt"
                  (agreed)="agree()"
                  (stopped)="stop()"
                />
              }
              @case ('share') {
                <sp-claim-share [starter]="found.starter" [draft]="draft" (next)="show('name')" (back)="goBack()" />
              }
              @case ('name') {
                <sp-claim-name [draft]="draft" (next)="show('check')" (back)="goBack()" />
              }
              @case ('check') {
                @if (problem(); as now) {
                  <sp-problem class="problem" [problem]="now" [canRetry]="false" />
                }
                <sp-claim-check
                  [starter]="found.starter"
                  [draft]="draft"
                  [busy]="busy()"
                  (begin)="begin(found.starter.name)"
                  (back)="goBack()"
                />
              }
            }
          </ng-template>
        </sp-resource>
      }
    </sp-page>
  `,
  styles: `
    .step {
      margin: var(--sp-space-3) 0 calc(-1 * var(--sp-space-2));
      color: var(--sp-ink-soft);
      font-weight: 600;
    }
    .problem {
      display: block;
      margin-block-end: var(--sp-space-4);
    }
  `,
})
export class ClaimPage {
  /** Code from the address; absent when it is still to be typed. */
  readonly code = input<string>();
  /** Step from the address, so that the browser's back button goes one step back. */
  readonly stap = input<string>();

  protected readonly t = useWords(startWords);
  protected readonly session = inject(Session);
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  private readonly page = viewChild.required<Page>('page');

  protected readonly draft = new ClaimDraft(this.t('new.name.default'));
  protected readonly busy = signal(false);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly done = signal<{ readonly planId: string; readonly starterName: string } | null>(null);
  protected readonly known = computed(() => readCode(this.code() ?? ''));
  protected readonly start = loaded({
    params: () => (this.session.isIn() && this.done() === null ? (this.known() ?? undefined) : undefined),
    load: (code, abort) => this.#api.call(routes.lookUpPlanStart, { body: { code } }, abort),
  });
  protected readonly expired = computed(() => {
    const code = this.start.problem()?.code ?? this.problem()?.code;
    return code === 'code-invalid' || code === 'not-found';
  });
  protected readonly step = computed(() => this.draft.stepFor(this.stap()));
  readonly #starterName = computed(() => this.start.value()?.starter.name ?? '');

  protected readonly heading = computed(() => {
    if (this.done() !== null) return this.t('claim.done.heading');
    if (this.known() === null) return this.t('claim.code.heading');
    if (!this.session.isIn()) return this.t('claim.login.heading');
    if (this.start.value() === undefined || this.expired()) return this.t('claim.title');
    return this.t(`claim.${this.step()}.heading`, { name: this.#starterName() });
  });
  protected readonly lead = computed(() => {
    if (this.done() !== null) return this.t('claim.done.lead');
    if (this.known() === null) return this.t('claim.code.lead');
    if (this.start.value() === undefined || !this.session.isIn() || this.expired()) return null;
    const step = this.step();
    return step === 'name' ? null : this.t(`claim.${step}.lead`);
  });
  protected readonly progress = computed(() => {
    if (this.done() !== null || this.start.value() === undefined || this.expired()) return null;
    return this.t('claim.step', { n: claimSteps.indexOf(this.step()) + 1, total: claimSteps.length });
  });

  constructor() {
    pageTitle(() => this.t('claim.title'));
    void this.session.ready();
    let before: ClaimStep | 'done' | null = null;
    effect(() => {
      const now = this.done() === null ? this.step() : 'done';
      // A new step is a new page for who listens to it; the first one is announced by the page itself.
      if (before !== null && before !== now) untracked(() => this.page().focusHeading());
      before = now;
    });
  }

  protected goTo(code: string | null): void {
    void this.#router.navigate(code === null ? ['/begin'] : ['/begin', code]);
  }

  protected agree(): void {
    this.draft.agreed.set(true);
    this.show('share');
  }

  protected show(step: ClaimStep): void {
    void this.#router.navigate([], { queryParams: { stap: step }, queryParamsHandling: 'merge' });
  }

  protected goBack(): void {
    const before = claimSteps[claimSteps.indexOf(this.step()) - 1] ?? 'who';
    this.show(before);
  }

  protected stop(): void {
    void this.#router.navigateByUrl('/');
  }

  protected async begin(starterName: string): Promise<void> {
    const code = this.known();
    if (code === null || this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      const { planId } = await this.#api.call(routes.claimPlanStart, { body: this.draft.body(code) });
      this.done.set({ planId, starterName });
      // Having a plan may make somebody a client, and that changes what the shell offers.
      await this.session.check();
    } catch (cause) {
      this.problem.set(ApiProblem.from(cause));
    } finally {
      this.busy.set(false);
    }
  }
}
