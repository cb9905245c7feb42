import { Injectable } from '@nestjs/common';
import type { AgeBand, Mandate, Representation } from '@samenplan/shared/contracts';
import { facesOf, placeIn } from '../faces';
import { Access } from '../access';
import { AccessLog } from '../log/access-log';
import type { Acting } from '../acting';
import { Refused } from '../refusals';
import type { Rules } from '../rules';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';
import { Closures, closuresIn } from './closures';
import { decidesForSelf, isGrown, mandatesIn, mayWith, stateOf, type MandateRow } from './mandate-rows';

/** "Wie mag namens jou": representatives, and what is closed to a parent. */
@Injectable()
export class RepresentationView {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly closures: Closures,
    private readonly titles: Titles,
  ) {}

  /**
   * For the client, who decides for the client, and professionals in the plan. Who decides about money only sees the
   * own mandate only; which sections are closed, a parent or other representative never sees.
   */
  async of(acting: Acting, planId: string): Promise<Representation> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const isProfessional = placeIn(standing).affiliationId !== null;
      const decides = [null, ...standing.rules.sections.map(({ id }) => id)].some((id) => standing.meets(id, 'manage'));
      if (!standing.isClient && !isProfessional && !decides) throw new Refused(planId, 'not-allowed');
      await this.log.appendOncePerLook(tx, acting, standing, {
        type: 'audience-read',
        action: 'R',
        sectionId: null,
        title: await titleOf(this.titles, tx, planId, null),
      });
      const { clientId, turns } = standing.rules;
      const known = (await mandatesIn(tx, planId)).filter((row) => isShown(row, standing, isProfessional));
      const faces = await facesOf(tx, [{ personId: clientId, affiliationId: null }]);
      const seesClosed = standing.isClient || isProfessional;
      const closed = seesClosed ? await closuresIn(tx, planId) : [];
      const closable = seesClosed && maysClose(standing) ? writable(standing) : [];
      const titles = await this.titles.sections(tx, [...closable, ...closed.map(({ sectionId }) => sectionId)]);
      const closures: Representation['closures'] = [];
      for (const row of closed)
        closures.push({
          id: row.id,
          sectionId: row.sectionId,
          sectionTitle: titles.get(row.sectionId) ?? '',
          person: { id: row.personId, name: row.name },
          reason: await this.closures.reasonOf(tx, planId, row),
          closedBy: { id: row.closedBy, name: row.closerName },
          closedAt: row.closedAt.toISOString(),
          may: { open: closable.includes(row.sectionId) },
        });
      return {
        client: { id: clientId, name: faces.get(clientId)?.name ?? '' },
        ageBand: ageBandAt(turns, standing.now),
        nextAgeAt: nextAge(turns, standing.now)?.toISOString() ?? null,
        eighteenAt: turns?.eighteen.toISOString() ?? null,
        mandates: known.map((row) => shown(row, standing, isProfessional)),
        closures,
        may: {
          appoint: standing.isClient && isGrown(turns, standing.now),
          record: standing.coordinatorId === standing.personId && !standing.isClient,
          close: closable.map((id) => ({ id, title: titles.get(id) ?? '' })),
        },
      };
    });
  }
}

function isShown(row: MandateRow, standing: Standing, isProfessional: boolean): boolean {
  if (row.personId === standing.personId) return stateOf(row, standing.now) !== 'ended';
  if (!standing.isClient && !isProfessional && !standing.meets(null, 'manage')) return false;
  return stateOf(row, standing.now) !== 'ended' || mayWith(row, standing, isProfessional).renew;
}

function shown(row: MandateRow, standing: Standing, isProfessional: boolean): Mandate {
  const named = (id: string | null, name: string | null): { id: string; name: string } | null =>
    id === null ? null : { id, name: name ?? '' };
  return {
    id: row.id,
    person: { id: row.personId, name: row.name },
    kind: row.kind,
    scope: row.scope,
    state: stateOf(row, standing.now),
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    renewed: row.renewed,
    recordedBy: named(row.recordedBy, row.recorderName),
    recordedAt: row.recordedAt?.toISOString() ?? null,
    proof: row.proof,
    proofSeenOn: row.proofSeenOn,
    confirmedBy: named(row.confirmedBy, row.confirmerName),
    may: mayWith(row, standing, isProfessional),
  };
}

/** As `may_close` in the database says of each section. */
const maysClose = (standing: Standing): boolean => {
  const { turns } = standing.rules;
  return turns !== null && turns.twelve <= standing.now && (!standing.isClient || decidesForSelf(standing));
};

const writable = (standing: Standing): string[] =>
  standing.rules.sections.filter(({ id, archived }) => !archived && standing.meets(id, 'write')).map(({ id }) => id);

export function ageBandAt(turns: Rules['turns'], now: Date): AgeBand {
  if (turns === null) return 'unknown';
  if (now < turns.twelve) return 'under-12';
  if (now < turns.sixteen) return '12-to-15';
  return now < turns.eighteen ? '16-or-17' : 'adult';
}

function nextAge(turns: Rules['turns'], now: Date): Date | null {
  if (turns === null) return null;
  return [turns.twelve, turns.sixteen, turns.eighteen].find((at) => at > now) ?? null;
}
