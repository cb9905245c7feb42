import type { Grant, LogDetail } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { rows } from './sql';

export const levelNumbers = { read: 1, write: 2 } as const;

const grantRow = z.object({
  id: z.string(),
  type: z.enum(['person', 'team']),
  subjectId: z.string(),
  affiliationId: z.string().nullable(),
  name: z.string(),
  organisation: z.string().nullable(),
  function: z.string().nullable(),
  sectionId: z.string().nullable(),
  effect: z.enum(['share', 'withhold']),
  level: z.number().nullable(),
  purpose: z.string().nullable(),
  legalBasis: z.string().nullable(),
  startsAt: z.date(),
  endsAt: z.date().nullable(),
});

const IN_FORCE = 'r.stopped_at is null and (r.ends_at is null or r.ends_at > clock_timestamp())';

/** Rules of a plan that row-level security shows to the acting person; `grantId` narrows to one. */
async function select(
  tx: EntityManager,
  planId: string,
  grantId: string | null,
  which: typeof IN_FORCE | 'true',
): Promise<Grant[]> {
  const found = await rows(
    tx,
    grantRow,
    `select r.id, r.subject_type as type, r.subject_id as "subjectId", r.affiliation_id as "affiliationId", coalesce(p.name, t.name) as name,
        o.name as organisation, f.name as function, r.section_id as "sectionId", r.effect, r.level, r.purpose,
        r.legal_basis as "legalBasis", r.starts_at as "startsAt", r.ends_at as "endsAt"
      from access_rule r
      left join person p on r.subject_type = 'person' and p.id = r.subject_id
      left join team t on r.subject_type = 'team' and t.id = r.subject_id
      left join affiliation a on a.id = r.affiliation_id
      left join job_function f on f.id = a.function_id
      left join organisation o on o.id = coalesce(a.organisation_id, t.organisation_id)
      where r.plan_id = $1 and ${which} and ($2::uuid is null or r.id = $2)
      order by r.starts_at, r.id`,
    [planId, grantId],
  );
  return found.map(toGrant);
}

export const grantsIn = (tx: EntityManager, planId: string): Promise<Grant[]> => select(tx, planId, null, IN_FORCE);

export async function grantIn(tx: EntityManager, planId: string, grantId: string): Promise<Grant | undefined> {
  return (await select(tx, planId, grantId, IN_FORCE))[0];
}

/** Also a rule that has ended or was stopped. */
export async function anyGrantIn(tx: EntityManager, planId: string, grantId: string): Promise<Grant | undefined> {
  return (await select(tx, planId, grantId, 'true'))[0];
}

/** What the log tells of a rule. */
export function grantDetail({ recipient, effect, level, endsAt }: Grant): LogDetail {
  return { kind: 'grant', recipient: recipient.name, effect, level, endsAt };
}

function toGrant({
  type,
  subjectId,
  affiliationId,
  name,
  organisation,
  function: job,
  level,
  startsAt,
  endsAt,
  ...rest
}: z.infer<typeof grantRow>): Grant {
  return {
    ...rest,
    recipient: { type, id: subjectId, affiliationId, name, organisation, function: job },
    level: level === null ? null : level === levelNumbers.write ? 'write' : 'read',
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
  };
}
