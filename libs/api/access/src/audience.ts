import { Injectable } from '@nestjs/common';
import type { AudienceMember } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from './access';
import { AccessLog } from './log/access-log';
import type { Acting } from './acting';
import { peopleIn } from './announcements';
import { facesOf, placeIn, type Face } from './faces';
import { Refused } from './refusals';
import { endOf, isInForce } from './rules';
import { rows } from './sql';
import type { Standing } from './standing';
import { titleOf, Titles } from './titles';

const teamRow = z.object({ id: z.string(), name: z.string() });
type TeamNames = ReadonlyMap<string, string>;

/** "Wie ziet wat": people by sections, and why. */
@Injectable()
export class Audience {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly titles: Titles,
  ) {}

  /**
   * Everybody but the client to whom a rule or mandate speaks now, with the sections that the asker decides about.
   * Somebody who decides about some sections only, such as a bewindvoerder, gets only those.
   */
  async of(acting: Acting, planId: string): Promise<AudienceMember[]> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const scope = decidedSections(standing);
      const whole = standing.meets(null, 'manage');
      if (!whole && scope.length === 0) throw new Refused(planId, 'not-allowed');
      const title = await titleOf(this.titles, tx, planId, null);
      await this.log.appendOncePerLook(tx, acting, standing, {
        type: 'audience-read',
        action: 'R',
        sectionId: null,
        title,
      });
      return this.#members(tx, standing, scope, whole);
    });
  }

  async #members(
    tx: EntityManager,
    standing: Standing,
    scope: readonly string[],
    whole: boolean,
  ): Promise<AudienceMember[]> {
    const others = peopleIn(standing).filter((id) => id !== standing.rules.clientId);
    const theirs = others.map((id) => standing.of(id)).filter((one) => isConcerned(one, scope, whole));
    const faces = await facesOf(tx, theirs.map(placeOf));
    const teams = await teamNames(tx, standing);
    return theirs
      .flatMap((one) => {
        const face = faces.get(one.personId);
        return face === undefined ? [] : [member(one, face, scope, whole, teams)];
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'nl'));
  }
}

const decidedSections = (standing: Standing): string[] =>
  standing.rules.sections.map(({ id }) => id).filter((id) => standing.meets(id, 'manage'));

/** Sees something, or is kept from something; whoever no rule speaks to any more is left out. */
function isConcerned(one: Standing, scope: readonly string[], whole: boolean): boolean {
  const objects = whole ? [null, ...scope] : scope;
  const isCoordinator = whole && one.coordinatorId === one.personId;
  return isCoordinator || objects.some((id) => one.sees(id) || one.right(id).ruleId !== null);
}

/** Also somebody who sees nothing acts, for the one who looks, in the place that the rule names. */
function placeOf(one: Standing): { personId: string; affiliationId: string | null } {
  const place = placeIn(one);
  if (place.affiliationId !== null) return place;
  const own = one.rules.affiliations.find(({ personId }) => personId === one.personId);
  return { personId: one.personId, affiliationId: own?.id ?? null };
}

async function teamNames(tx: EntityManager, { rules }: Standing): Promise<TeamNames> {
  const ids = rules.rules.flatMap(({ subject }) => (subject.type === 'team' ? [subject.id] : []));
  const found = await rows(tx, teamRow, 'select id, name from team where id = any ($1::uuid[])', [ids]);
  return new Map(found.map(({ id, name }) => [id, name]));
}

function member(one: Standing, face: Face, scope: readonly string[], whole: boolean, teams: TeamNames): AudienceMember {
  const { id: personId, name, organisation, function: job, phone, workingDays, duties } = face;
  return {
    personId,
    name,
    organisation,
    function: job,
    phone,
    workingDays,
    duties,
    planLevel: whole ? one.right(null).level : 'none',
    isCoordinator: one.coordinatorId === one.personId,
    sections: scope.map((sectionId) => {
      const { level, why, ruleId } = one.right(sectionId);
      const rule = one.rules.rules.find(({ id }) => id === ruleId);
      const ends = why === 'representative' ? endOfMandate(one) : rule?.endsAt;
      return {
        sectionId,
        level,
        why,
        grantId: ruleId,
        teamName: rule?.subject.type === 'team' ? (teams.get(rule.subject.id) ?? null) : null,
        endsAt: ends?.toISOString() ?? null,
        purpose: rule?.purpose ?? null,
        legalBasis: rule?.legalBasis ?? null,
      };
    }),
  };
}

/** When the mandate by which somebody decides now ends; the last of several. */
function endOfMandate({ personId, rules, now }: Standing): Date | null {
  const ends = rules.mandates
    .filter((mandate) => mandate.personId === personId && isInForce(rules, mandate, now))
    .map((mandate) => endOf(rules, mandate));
  return ends.reduce((last, end) => (last === null || end === null ? null : end > last ? end : last), ends[0] ?? null);
}
