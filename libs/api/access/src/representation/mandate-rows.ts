import { mandateKinds, mandateProofs, type LogDetail, type Mandate } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { isParental, type Rules } from '../rules';
import { rows } from '../sql';
import type { Standing } from '../standing';

const mandateRow = z.object({
  id: z.string(),
  personId: z.string(),
  name: z.string(),
  kind: z.enum(mandateKinds),
  scope: z.enum(['all', 'money']),
  startsAt: z.date(),
  endsAt: z.date().nullable(),
  renewed: z.boolean(),
  contested: z.boolean(),
  agreed: z.boolean(),
  stopped: z.boolean(),
  recordedBy: z.string().nullable(),
  recorderName: z.string().nullable(),
  recordedAt: z.date().nullable(),
  proof: z.enum(mandateProofs).nullable(),
  proofSeenOn: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  confirmerName: z.string().nullable(),
});
export type MandateRow = z.infer<typeof mandateRow>;

/**
 * Mandates over the client of a plan that row-level security shows, oldest first; `mandateId` narrows to one. One that
 * never can hold (a parent's, without a date of birth of the client) is left out.
 */
export async function mandatesIn(
  tx: EntityManager,
  planId: string,
  mandateId: string | null = null,
): Promise<MandateRow[]> {
  return rows(
    tx,
    mandateRow,
    `select m.id, m.person_id as "personId", p.name, m.kind, m.scope, m.starts_at as "startsAt",
        mandate_end(m, c.birth_date) as "endsAt", m.renewed_at is not null as renewed,
        m.contested_at is not null and m.confirmed_at is null as contested, m.agreed_at is not null as agreed,
        m.ended_by is not null as stopped, m.recorded_by as "recordedBy", r.name as "recorderName",
        m.recorded_at as "recordedAt", m.proof, m.proof_seen_on::text as "proofSeenOn", m.confirmed_by as "confirmedBy",
        f.name as "confirmerName"
      from plan_access a join mandate m using (client_id) join person c on c.id = m.client_id
      join person p on p.id = m.person_id
      left join person r on r.id = m.recorded_by left join person f on f.id = m.confirmed_by
      where a.plan_id = $1 and ($2::uuid is null or m.id = $2)
        and (mandate_end(m, c.birth_date) is null or mandate_end(m, c.birth_date) > '-infinity')
      order by m.starts_at, m.id`,
    [planId, mandateId],
  );
}

export function stateOf(row: MandateRow, now: Date): Mandate['state'] {
  if (row.endsAt !== null && row.endsAt <= now) return 'ended';
  if (row.contested) return 'contested';
  return row.startsAt > now ? 'waiting' : 'in-force';
}

/** What the log tells of a mandate. */
export const mandateDetail = ({ name, kind, scope, endsAt }: MandateRow): LogDetail => ({
  kind: 'mandate',
  name,
  mandateKind: kind,
  scope,
  endsAt: endsAt?.toISOString() ?? null,
});

/** Two calendar months in days, as the database counts them at most. */
const RENEWABLE_BEFORE = 59 * 86_400_000;

/** What the one who asks may do with a mandate; the database decides again when it is done. */
export function mayWith(row: MandateRow, standing: Standing, isProfessional: boolean): Mandate['may'] {
  const { rules, now, personId } = standing;
  const ended = stateOf(row, now) === 'ended';
  const client = standing.isClient && decidesForSelf(standing);
  const appointed = row.kind === 'gemachtigde';
  const recorder = standing.coordinatorId === personId && !appointed;
  return {
    end:
      !ended &&
      (row.personId === personId || recorder || (client && (appointed || (row.renewed && isGrown(rules.turns, now))))),
    agree: !ended && client && !appointed && !row.agreed && (row.contested || row.startsAt > now),
    contest: !ended && client && !appointed && !row.contested && row.confirmedBy === null,
    confirm:
      !ended && row.contested && isProfessional && ![rules.clientId, row.personId, row.recordedBy].includes(personId),
    renew: client && !row.contested && isRenewable(row, rules, now),
  };
}

/** Also after the mandate ended on the 16th birthday. */
function isRenewable(row: MandateRow, { turns }: Rules, now: Date): boolean {
  if (turns === null || !isParental(row) || row.stopped || row.renewed) return false;
  return now.getTime() >= turns.sixteen.getTime() - RENEWABLE_BEFORE && now < turns.eighteen;
}

/** From 16 on, or of an unknown age: decides alone. */
export const isGrown = (turns: Rules['turns'], now: Date): boolean => turns === null || turns.sixteen <= now;

/** False for a child whose parents decide. */
export const decidesForSelf = (standing: Standing): boolean =>
  standing.of(standing.rules.clientId).meets(null, 'manage');
