import { reaches, type Level } from '@samenplan/shared/contracts';
import { decide, type Decision } from './decide';
import { holds, type Rules } from './rules';

/** What a request needs: a level, or `arrange` (add, rename, move), or `see` (anything of the plan at all). */
export type Need = Exclude<Level, 'none'> | 'arrange' | 'see';

/** What one person may do in one plan at one moment. Answers are made on the spot and never outlive a transaction. */
export class Standing {
  readonly #decisions = new Map<string | null, Decision>();

  constructor(
    readonly planId: string,
    readonly personId: string,
    readonly rules: Rules,
    /** On the clock of the database. */
    readonly now: Date,
  ) {}

  /** The same plan and moment, seen by somebody else. */
  of(personId: string): Standing {
    return new Standing(this.planId, personId, this.rules, this.now);
  }

  /** The right to one section, or (null) to the plan as a whole. */
  right(sectionId: string | null): Decision {
    const known = this.#decisions.get(sectionId);
    if (known !== undefined) return known;
    const decision = decide(this.rules, { personId: this.personId, sectionId }, this.now);
    this.#decisions.set(sectionId, decision);
    return decision;
  }

  sees(sectionId: string | null): boolean {
    return reaches(this.right(sectionId).level, 'read');
  }

  /** By what the person sees anything of the plan: the plan as a whole, else the first section that is seen. */
  get sight(): Decision | undefined {
    if (this.sees(null)) return this.right(null);
    const section = this.rules.sections.find(({ id }) => this.sees(id));
    return section === undefined ? undefined : this.right(section.id);
  }

  get coordinatorId(): string | null {
    return this.rules.coordinators.find((one) => holds(one, this.now))?.personId ?? null;
  }

  get isClient(): boolean {
    return this.personId === this.rules.clientId;
  }

  /** Adding (null), renaming and moving: who manages, or the coordinator within what the coordinator sees. */
  arranges(sectionId: string | null): boolean {
    const { level } = this.right(sectionId);
    if (level === 'manage') return true;
    return this.coordinatorId === this.personId && reaches(level, sectionId === null ? 'write' : 'read');
  }

  meets(sectionId: string | null, need: Need): boolean {
    if (need === 'arrange') return this.arranges(sectionId);
    if (need === 'see') return sectionId === null ? this.sight !== undefined : this.sees(sectionId);
    return reaches(this.right(sectionId).level, need);
  }

  /** The place in an organisation in which the person acts by this decision; null outside organisations. */
  affiliationBehind({ ruleId }: Decision): string | null {
    const rule = this.rules.rules.find(({ id }) => id === ruleId);
    if (rule === undefined || rule.subject.type === 'person') return rule?.affiliationId ?? null;
    const own = this.rules.affiliations.filter((one) => one.personId === this.personId && holds(one, this.now));
    const membership = this.rules.memberships.find(
      (one) => one.teamId === rule.subject.id && holds(one, this.now) && own.some(({ id }) => id === one.affiliationId),
    );
    return membership?.affiliationId ?? null;
  }
}
