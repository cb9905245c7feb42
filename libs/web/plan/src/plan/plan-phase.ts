import { Component, computed, inject, input, output } from '@angular/core';
import { phases, type Phase, type Plan } from '@samenplan/shared/contracts';
import { Announcer, Button, Dialogs, Disclosure, Heading, Icon, Toasts } from '@samenplan/web/ui';
import { Api, ApiProblem, coreWords, routes, useWords } from '@samenplan/web/core';
import { planWords } from '../plan-words';

/** Where the plan stands: a row of steps as a picture, and the same in words. */
@Component({
  selector: 'sp-plan-phase',
  imports: [Button, Disclosure, Heading, Icon],
  template: `
    <h2 spHeading [look]="4">{{ t('plan.phase') }}</h2>
    <div class="bar" aria-hidden="true">
      @for (phase of phases; track phase; let at = $index) {
        <span [class.done]="at < place()" [class.now]="at === place()"></span>
      }
    </div>
    <p class="now-words">
      <strong>{{ t('plan.phase.step', { n: place() + 1, total: phases.length, phase: core(phaseKey()) }) }}</strong>
      <span>{{ t(explainKey()) }}</span>
    </p>
    <sp-disclosure [heading]="t('plan.phase.all')">
      <ol>
        @for (phase of phases; track phase; let at = $index) {
          <li [attr.aria-current]="at === place() ? 'step' : null" [class.here]="at === place()">
            @if (at < place()) {
              <sp-icon name="check" /><span class="sp-visually-hidden">{{ t('plan.phase.done') }}: </span>
            }
            <span>{{ core(keyOf(phase)) }}</span>
            @if (at === place()) {
              <em>({{ t('plan.phase.now') }})</em>
            }
          </li>
        }
      </ol>
      @if (mayChange()) {
        <button spButton small type="button" (click)="change()">{{ t('plan.phase.change') }}</button>
      }
    </sp-disclosure>
  `,
  styleUrl: './plan-phase.css',
})
export class PlanPhase {
  readonly plan = input.required<Plan>();
  readonly mayChange = input(false);
  readonly changed = output();

  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(Toasts);
  readonly #announcer = inject(Announcer);
  protected readonly t = useWords(planWords);
  protected readonly core = useWords(coreWords);
  protected readonly phases = phases;
  protected readonly place = computed(() => phases.indexOf(this.plan().phase));
  protected readonly phaseKey = computed(() => this.keyOf(this.plan().phase));
  protected readonly explainKey = computed(() => `plan.phase.explain.${this.plan().phase}` as const);

  protected keyOf(phase: Phase): `phase.${Phase}` {
    return `phase.${phase}`;
  }

  protected async change(): Promise<void> {
    const { PlanPhaseDialog } = await import('./plan-phase-dialog');
    const before = this.plan().phase;
    const phase = await this.#dialogs.open<Phase, Phase>(PlanPhaseDialog, before);
    if (phase !== undefined && phase !== before) await this.#move(phase, before);
  }

  async #move(phase: Phase, before: Phase | null): Promise<void> {
    try {
      await this.#api.call(routes.changePlan, { params: { planId: this.plan().id }, body: { phase } });
      this.changed.emit();
      const text = this.t('plan.phase.changed', { phase: this.core(this.keyOf(phase)) });
      this.#toasts.show(before === null ? { text } : { text, undo: () => void this.#move(before, null) });
    } catch (cause) {
      const text = this.core(`problem.${ApiProblem.from(cause).code}`);
      this.#toasts.show({ text });
      this.#announcer.say(text, 'assertive');
    }
  }
}
