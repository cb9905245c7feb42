import { computed, signal } from '@angular/core';
import type { AnswerOf, routes } from '@samenplan/web/core';
import { endDay, endOfDutchDay, usualEnd, type EndChoice } from '../sharing/share-ends';

export type PlanStarter = AnswerOf<typeof routes.lookUpPlanStart>['starter'];
export type ShareChoice = 'none' | 'read' | 'write';

/** Screens of beginning a plan, in order, after the code is known to be right. */
export const claimSteps = ['who', 'share', 'name', 'check'] as const;
export type ClaimStep = (typeof claimSteps)[number];

/** What a person has chosen so far; lives as long as the page, in memory only. */
export class ClaimDraft {
  readonly share = signal<ShareChoice | null>(null);
  readonly end = signal<EndChoice>(usualEnd);
  readonly ownDay = signal('');
  readonly coordinator = signal(false);
  readonly title;
  readonly agreed = signal(false);

  constructor(
    title: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.title = signal(title);
  }

  /** Last day of sharing, `yyyy-mm-dd`; null while that is not chosen rightly. */
  readonly lastDay = computed(() => endDay(this.end(), this.ownDay(), this.now()));
  readonly shareIsDone = computed(() => this.share() === 'none' || (this.share() !== null && this.lastDay() !== null));

  /** The step that is shown for a wish: never past one that is not finished. */
  stepFor(wish: string | undefined): ClaimStep {
    const wished = claimSteps.find((step) => step === wish) ?? 'who';
    if (wished === 'who' || !this.agreed()) return 'who';
    if (wished === 'share' || !this.shareIsDone()) return 'share';
    return wished === 'check' && this.title().trim() === '' ? 'name' : wished;
  }

  /** The request that begins the plan. */
  body(code: string) {
    const share = this.share();
    const day = this.lastDay();
    const shares = share !== null && share !== 'none' && day !== null;
    return {
      code,
      title: this.title().trim(),
      share: shares ? { level: share, endsAt: endOfDutchDay(day) } : null,
      coordinator: shares && this.coordinator(),
    };
  }
}
