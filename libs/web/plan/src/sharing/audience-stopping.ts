import { computed, inject, Injectable, signal } from '@angular/core';
import type { AudienceMember, Level } from '@samenplan/shared/contracts';
import { Api, ApiProblem } from '@samenplan/web/core';
import { askSharing, type SharingPicture } from './audience-loads';
import type { AudienceRow } from './audience-matrix';
import { SharingDesk, type DoneStep } from './sharing-desk';
import { stepsToStop } from './sharing-steps';

/** Rules can hide behind each other (a team's behind one's own): after this many looks something else is wrong. */
const mostRounds = 4;

/**
 * Stops everything for one person, and can show it again. Lives as long as the page: news of the first stopped rule
 * arrives while the others are still being stopped.
 */
@Injectable()
export class Stopping {
  readonly #api = inject(Api);
  readonly #desk = inject(SharingDesk);
  readonly #row = signal<AudienceRow | null>(null);
  readonly #busy = signal(false);
  readonly #problem = signal<ApiProblem | null>(null);
  readonly #done = signal<readonly DoneStep[] | null>(null);

  /** The person as it was before, from the tap on until it is shown again. */
  readonly row = this.#row.asReadonly();
  readonly busy = this.#busy.asReadonly();
  /** Why not everything is stopped; null when it is, or nothing was tried. */
  readonly problem = this.#problem.asReadonly();
  readonly stopped = computed(() => this.#done() !== null);
  /** False when there is nothing that could be shown again. */
  readonly canShowAgain = computed(() => (this.#done()?.length ?? 0) > 0);

  /** Stops, looks whether anything is still visible, and goes on until nothing is. */
  async stop(row: AudienceRow, picture: SharingPicture): Promise<void> {
    if (this.#busy()) return;
    this.#busy.set(true);
    this.#row.set(row);
    this.#problem.set(null);
    try {
      this.#done.set(await this.#stopAll(row.member.personId, picture));
    } catch (cause) {
      this.#problem.set(ApiProblem.from(cause));
      this.#row.set(null);
    } finally {
      this.#busy.set(false);
    }
  }

  /** Shows again what was shown before; what has ended meanwhile stays ended. */
  async showAgain(planId: string): Promise<ApiProblem | null> {
    const done = this.#done();
    if (done === null || this.#busy()) return null;
    this.#busy.set(true);
    const problem = await this.#desk.takeBack(planId, done);
    this.#busy.set(false);
    this.#done.set(null);
    this.#row.set(null);
    return problem;
  }

  /** @throws ApiProblem when something could not be stopped, or it could not be seen that all is: not knowing is not stopped */
  async #stopAll(personId: string, before: SharingPicture): Promise<readonly DoneStep[]> {
    const done: DoneStep[] = [];
    let picture = before;
    for (let round = 0; round < mostRounds; round += 1) {
      const member = picture.audience.find((one) => one.personId === personId);
      if (member === undefined || (!seesByRule(member) && stepsToStop(member, picture.grants).length === 0))
        return done;
      const outcome = await this.#desk.perform(picture.plan.id, stepsToStop(member, picture.grants));
      done.push(...outcome.done);
      if (outcome.problem !== null) throw outcome.problem;
      picture = await askSharing(this.#api, picture.plan.id);
    }
    throw new ApiProblem('conflict', 0);
  }
}

/** True while a rule, not a mandate, shows something to this person. */
export function seesByRule(member: AudienceMember): boolean {
  const byRule = (level: Level): boolean => level === 'read' || level === 'write';
  return byRule(member.planLevel) || member.sections.some((entry) => byRule(entry.level));
}
