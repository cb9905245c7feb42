import { Injectable } from '@nestjs/common';
import type { Absence, PlanContacts, Succession } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Access } from '../access';
import type { Acting } from '../acting';
import { peopleIn } from '../announcements';
import { facesInOrder, facesOf, placeIn, type Face } from '../faces';
import { AccessLog } from '../log/access-log';
import { rows } from '../sql';
import type { Standing } from '../standing';
import { titleOf, Titles } from '../titles';

const absenceRow = z.object({
  affiliationId: z.string(),
  substituteId: z.string(),
  substitutePersonId: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
});
const successionRow = z.object({
  id: z.string(),
  by: z.string(),
  at: z.date(),
  affiliationId: z.string(),
  personId: z.string(),
});
const leavesRow = z.object({ endsAt: z.date().nullable() });
const meanwhileRow = z.object({ name: z.string(), phone: z.string().nullable() });
const candidateRow = z.object({
  personId: z.string(),
  affiliationId: z.string(),
  name: z.string(),
  function: z.string(),
});

/** Whom to turn to in a plan: who is away and replaced, who leaves, who is proposed to follow. */
@Injectable()
export class PlanContactsReader {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly titles: Titles,
  ) {}

  /** Everybody in the plan learns only about people whom they see in it; the proposal is the client's and the coordinator's. */
  async of(acting: Acting, planId: string): Promise<PlanContacts> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, null, 'see');
      const title = await titleOf(this.titles, tx, planId, null);
      await this.log.appendOncePerLook(tx, acting, standing, {
        type: 'plan-read',
        action: 'R',
        sectionId: null,
        title,
      });
      const coordinates = standing.coordinatorId === acting.personId;
      return {
        absences: await absences(tx, standing),
        coordinatorLeavesAt: await leavesAt(tx, planId),
        meanwhile: standing.coordinatorId === null ? await meanwhile(tx, planId) : null,
        succession: await proposed(tx, standing),
        candidates: coordinates ? await candidates(tx, acting, planId) : [],
      };
    });
  }
}

/** Who the asker sees in the plan: the coordinator, and whoever reads something that the asker reads too. */
function known(standing: Standing): Standing[] {
  const own = standing.rules.sections.map(({ id }) => id).filter((id) => standing.sees(id));
  const whole = standing.meets(null, 'manage');
  return peopleIn(standing)
    .map((id) => standing.of(id))
    .filter(
      (one) =>
        one.personId === standing.coordinatorId || own.some((id) => one.sees(id)) || (whole && one.sight !== undefined),
    );
}

async function absences(tx: EntityManager, standing: Standing): Promise<Absence[]> {
  const people = known(standing).map((one) => ({ one, place: placeIn(one) }));
  const places = people.flatMap(({ place }) => place.affiliationId ?? []);
  const sql = `select r.affiliation_id as "affiliationId", r.substitute_id as "substituteId", s.person_id as "substitutePersonId",
      r.starts_at as "startsAt", r.ends_at as "endsAt"
    from plan_absences($1, $2::uuid[]) r join affiliation s on s.id = r.substitute_id`;
  const away = await rows(tx, absenceRow, sql, [standing.planId, places]);
  const faces = await facesInOrder(tx, [
    ...away.map((row) => ({ personId: row.substitutePersonId, affiliationId: row.substituteId })),
  ]);
  const names = await facesOf(
    tx,
    people.map(({ place }) => place),
  );
  return away.flatMap((row, nth) => {
    const who = people.find(({ place }) => place.affiliationId === row.affiliationId);
    const name = who === undefined ? undefined : names.get(who.one.personId)?.name;
    const face = faces[nth];
    if (who === undefined || name === undefined || face === undefined) return [];
    const { personId } = who.one;
    return [
      {
        personId,
        name,
        startsAt: row.startsAt.toISOString(),
        endsAt: row.endsAt.toISOString(),
        substitute: contactOf(face),
        substituteSees: known(standing).some((one) => one.personId === face.id),
      },
    ];
  });
}

async function leavesAt(tx: EntityManager, planId: string): Promise<string | null> {
  const sql = `select a.ends_at as "endsAt" from coordination c join affiliation a on a.id = c.affiliation_id
    where c.plan_id = $1 and c.ends_at is null and a.ends_at > clock_timestamp()`;
  const [found] = await rows(tx, leavesRow, sql, [planId]);
  return found?.endsAt?.toISOString() ?? null;
}

/** The team, else the organisation, of a coordinator who left without a successor. */
async function meanwhile(tx: EntityManager, planId: string): Promise<{ name: string; phone: string | null } | null> {
  const sql = `select coalesce(t.name || ', ' || o.name, o.name) as name, coalesce(t.phone, t.contact_phone, o.phone) as phone
    from coordination c join affiliation a on a.id = c.affiliation_id join organisation o on o.id = a.organisation_id
    left join lateral (select t.name, t.phone, k.phone as contact_phone from team_member m join team t on t.id = m.team_id
      left join affiliation k on k.id = t.contact_id and (k.ends_at is null or k.ends_at > clock_timestamp())
      where m.affiliation_id = a.id order by m.ends_at is null desc, m.starts_at desc limit 1) t on true
    where c.plan_id = $1 and c.ends_at is null and a.ends_at <= clock_timestamp()`;
  const [found] = await rows(tx, meanwhileRow, sql, [planId]);
  return found ?? null;
}

/** Row-level security shows the proposal to who decides and to who proposed. */
async function proposed(tx: EntityManager, standing: Standing): Promise<Succession | null> {
  const sql = `select s.id, p.name as by, s.at, s.affiliation_id as "affiliationId", a.person_id as "personId"
    from succession s join person p on p.id = s.proposed_by join affiliation a on a.id = s.affiliation_id
    where s.plan_id = $1 and s.answer is null and s.withdrawn_at is null`;
  const [found] = await rows(tx, successionRow, sql, [standing.planId]);
  if (found === undefined) return null;
  const face = (await facesOf(tx, [found])).get(found.personId);
  if (face === undefined) return null;
  return {
    id: found.id,
    by: found.by,
    at: found.at.toISOString(),
    successor: { ...contactOf(face), duties: face.duties, affiliationId: found.affiliationId },
    sees: standing.of(found.personId).sight !== undefined,
  };
}

async function candidates(
  tx: EntityManager,
  { personId }: Acting,
  planId: string,
): Promise<z.infer<typeof candidateRow>[]> {
  const sql = `select p.id as "personId", s.id as "affiliationId", p.name, f.name as function
    from coordination c join affiliation a on a.id = c.affiliation_id
    join affiliation s on s.organisation_id = a.organisation_id join person p on p.id = s.person_id
    join job_function f on f.id = s.function_id
    where c.plan_id = $1 and c.person_id = $2 and c.ends_at is null and s.person_id <> $2
      and s.starts_at <= clock_timestamp() and (s.ends_at is null or s.ends_at > clock_timestamp())
    order by p.name, s.id limit 500`;
  return rows(tx, candidateRow, sql, [planId, personId]);
}

function contactOf({ id, name, organisation, function: job, phone }: Face): Absence['substitute'] {
  return { id, name, organisation, function: job, phone };
}
