import { dutyKinds, type Duty } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { rows } from './sql';
import type { Standing } from './standing';

/** A person as others in a plan know them: by name, and by the place in which they act here. */
export type Face = {
  readonly id: string;
  readonly name: string;
  /** ISO date. */
  readonly birthDate: string | null;
  readonly organisation: string | null;
  readonly function: string | null;
  readonly phone: string | null;
  /** 1 is Monday. */
  readonly workingDays: number[];
  readonly duties: Duty[];
};

const faceRow = z.object({
  id: z.string(),
  name: z.string(),
  birthDate: z.string().nullable(),
  organisation: z.string().nullable(),
  function: z.string().nullable(),
  phone: z.string().nullable(),
  workingDays: z.array(z.number()),
  duties: z.array(z.enum(dutyKinds)),
});
const placedRow = faceRow.extend({ nth: z.number() });

/** Who acts, and in which place of an organisation; null outside organisations. */
export type Placed = { readonly personId: string; readonly affiliationId: string | null };

/** Faces of people in their places, by person id; unknown people are left out. */
export async function facesOf(tx: EntityManager, placed: readonly Placed[]): Promise<Map<string, Face>> {
  const faces = await facesInOrder(tx, placed);
  return new Map(faces.flatMap((face) => (face === undefined ? [] : [[face.id, face]])));
}

/** As {@link facesOf}, one for each that is asked: the same person may stand in several places. */
export async function facesInOrder(tx: EntityManager, placed: readonly Placed[]): Promise<(Face | undefined)[]> {
  if (placed.length === 0) return [];
  const found = await rows(
    tx,
    placedRow,
    `select given.nth::int as nth, p.id, p.name, p.birth_date::text as "birthDate", o.name as organisation, f.name as function,
        coalesce(a.phone, o.phone) as phone, coalesce(a.working_days, '{}') as "workingDays", coalesce(f.duties, '{}') as duties
      from unnest($1::uuid[], $2::uuid[]) with ordinality as given (person, affiliation, nth)
      join person p on p.id = given.person
      left join affiliation a on a.id = given.affiliation and a.person_id = p.id
      left join organisation o on o.id = a.organisation_id
      left join job_function f on f.id = a.function_id`,
    [placed.map(({ personId }) => personId), placed.map(({ affiliationId }) => affiliationId)],
  );
  const faces = new Map(found.map(({ nth, ...face }) => [nth, face]));
  return placed.map((_, index) => faces.get(index + 1));
}

/** The place in which a person of this plan acts in it: by what they see, else as coordinator. */
export function placeIn(standing: Standing): Placed {
  const bySight = standing.sight === undefined ? null : standing.affiliationBehind(standing.sight);
  const asCoordinator = standing.rules.coordinators.find(
    ({ personId }) => personId === standing.personId,
  )?.affiliationId;
  return { personId: standing.personId, affiliationId: bySight ?? asCoordinator ?? null };
}
