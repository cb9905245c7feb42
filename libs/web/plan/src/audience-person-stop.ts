import { afterNextRender, Component, computed, ElementRef, inject, Injector, input, model, output, signal, viewChild } from '@angular/core';
import type { AudienceMember, Level } from '@samenplan/shared/contracts';
import { Api, ApiProblem, coreWords, useWords } from '@samenplan/web/core';
import { Alert, Button, Text, Toasts } from '@samenplan/web/ui';
import { askSharing, type SharingPicture } from './audience-loads';
import type { AudienceRow } from './audience-matrix';
import { planWords } from './plan-words';
import { SharingDesk, type DoneStep } from './sharing-desk';
import { stepsToStop } from './sharing-steps';

export interface Stopped {
  /** The person as it was before. */
  readonly row: AudienceRow;
  readonly done: readonly DoneStep[];
}

/** Rules can hide behind each other (a team's behind one's own): after this many looks something else is wrong. */
const mostRounds = 4;

/** Stops everything for one person in one tap, its consequence said before it; afterwards offers to show it again. */
@Component({
  selector: 'sp-audience-person-stop',
  imports: [Alert, Button, Text],
  template: `
    @if (stopped(); as was) {
      <sp-alert kind="ok" [heading]="t('person.stopped.heading', { name: name() })">
        <p #result tabindex="-1">{{ t(row().member.organisation === null ? 'person.stopped.informal' : 'person.stopped', { name: name() }) }}</p>
        @if (was.done.length > 0) {
          <button spButton type="button" [busy]="busy()" (click)="showAgain(was)">{{ t('person.again') }}</button>
        }
      </sp-alert>
    } @else if (representative()) {
      <sp-alert>{{ t('person.representative', { name: name() }) }}</sp-alert>
    } @else {
      <p spText [id]="'stop-consequence'">
        {{ t(row().member.organisation === null ? 'person.stop.consequence.informal' : 'person.stop.consequence', { name: name() }) }}
      </p>
      <button spButton kind="danger" type="button" aria-describedby="stop-consequence" [busy]="busy()" (click)="stop()">
        {{ t('person.stop') }}
      </button>
      @if (partly()) {
        <sp-alert kind="error" live>{{ t('person.stop.partly') }}</sp-alert>
      }
    }
  `,
  styles: `
    :host { display: block; margin-block: var(--sp-space-4); padding: var(--sp-space-4); border: 1px solid var(--sp-line); border-radius: var(--sp-radius-large); background: var(--sp-surface); }
    :host:has(sp-alert:only-child) { padding: 0; border: 0; }
    p { margin: 0 0 var(--sp-space-3); outline: none; }
    button + sp-alert { margin-block-start: var(--sp-space-3); }
  `,
})
export class AudiencePersonStop {
  readonly row = input.required<AudienceRow>();
  readonly picture = input.required<SharingPicture>();
  readonly stopped = model<Stopped | null>(null);
  readonly changed = output();

  readonly #api = inject(Api);
  readonly #desk = inject(SharingDesk);
  readonly #toasts = inject(Toasts);
  readonly #injector = inject(Injector);
  readonly #core = useWords(coreWords);
  private readonly result = viewChild<ElementRef<HTMLElement>>('result');
  protected readonly t = useWords(planWords);
  protected readonly busy = signal(false);
  protected readonly partly = signal(false);
  protected readonly name = computed(() => this.row().member.name);
  /** A mandate gives the right, so no rule can stop it; what is shared beside the mandate can stop. */
  protected readonly representative = computed(() => this.row().representative && !seesByRule(this.row().member));

  protected async stop(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.partly.set(false);
    const row = this.row();
    const { done, complete } = await this.#stopAll(row);
    this.busy.set(false);
    this.partly.set(!complete);
    this.changed.emit();
    if (!complete) return;
    this.stopped.set({ row, done });
    this.#toasts.show({ text: this.t('person.stopped.heading', { name: row.member.name }), undo: () => void this.#takeBack(row, done) });
    afterNextRender(() => this.result()?.nativeElement.focus(), { injector: this.#injector });
  }

  protected async showAgain(was: Stopped): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.#toasts.close();
    await this.#takeBack(was.row, was.done);
    this.busy.set(false);
  }

  /** Stops, looks whether anything is still visible, and goes on until nothing is. */
  async #stopAll(row: AudienceRow): Promise<{ done: readonly DoneStep[]; complete: boolean }> {
    const planId = this.picture().plan.id;
    const done: DoneStep[] = [];
    let picture = this.picture();
    for (let round = 0; round < mostRounds; round += 1) {
      const member = picture.audience.find((one) => one.personId === row.member.personId);
      const sees = member !== undefined && seesByRule(member);
      const steps = member === undefined ? [] : stepsToStop(member, picture.grants);
      if (!sees && steps.length === 0) return { done, complete: true };
      const outcome = await this.#desk.perform(planId, steps);
      done.push(...outcome.done);
      if (outcome.problem !== null) return { done, complete: false };
      try {
        picture = await askSharing(this.#api, planId);
      } catch (cause) {
        // Not knowing is not the same as stopped.
        this.#toasts.show({ text: this.#core(`problem.${ApiProblem.from(cause).code}`) });
        return { done, complete: false };
      }
    }
    return { done, complete: false };
  }

  async #takeBack(row: AudienceRow, done: readonly DoneStep[]): Promise<void> {
    const problem = await this.#desk.takeBack(this.picture().plan.id, done);
    this.stopped.set(null);
    const text =
      problem === null ? this.t('person.again.done', { name: row.member.name }) : this.#core(`problem.${problem.code}`);
    this.#toasts.show({ text });
    this.changed.emit();
  }
}

/** True while a rule, not a mandate, shows something to this person. */
function seesByRule(member: AudienceMember): boolean {
  const byRule = (level: Level): boolean => level === 'read' || level === 'write';
  return byRule(member.planLevel) || member.sections.some((entry) => byRule(entry.level));
}
