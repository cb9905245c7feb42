import { Injectable } from '@nestjs/common';
import { facesInOrder, facesOf, placeIn, Refused, rows, type Face, type Standing } from '@samenplan/api/access';
import { phase, type Plan, type PlanSummary, type SectionSummary } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Details, type PlanDetails, type SectionDetails } from './details';

const planRow = z.object({ id: z.string(), phase, details: z.instanceof(Uint8Array) });
const sectionRow = z.object({ id: z.string(), position: z.string(), details: z.instanceof(Uint8Array) });
const headRow = z.object({
  id: z.string(),
  writtenAt: z.date().nullable(),
  writtenBy: z.string().nullable(),
  seenAt: z.date().nullable(),
});
type PlanRow = z.infer<typeof planRow>;
type Heads = ReadonlyMap<string, z.infer<typeof headRow>>;

/** Stored, but not readable at this moment. */
const UNREADABLE_SECTION: SectionDetails = { title: '', kind: 'own', domain: null };

/** What a plan looks like to whoever a {@link Standing} is about. Everything shown passes through that standing. */
@Injectable()
export class PlanViews {
  constructor(private readonly details: Details) {}

  /** @throws Refused when row-level security shows no such plan */
  async plan(tx: EntityManager, standing: Standing): Promise<Plan> {
    const [row] = await rows(tx, planRow, 'select id, phase, details from plan where id = $1', [standing.planId]);
    if (row === undefined) throw new Refused(standing.planId);
    const heads = await headsOf(tx, standing.personId, seenSections(standing));
    const faces = await facesIn(tx, [standing]);
    const arranges = standing.rules.sections.some(({ id }) => standing.arranges(id));
    return {
      ...summaryOf(standing, row, heads, faces, await this.details.openPlan(tx, row.id, row.details)),
      level: standing.right(null).level,
      may: { manage: standing.meets(null, 'manage'), arrange: arranges, addSection: standing.arranges(null) },
      sections: await this.#sections(tx, standing, heads),
    };
  }

  /** Every plan of a list with the same few statements, newest change first. */
  async summaries(tx: EntityManager, standings: readonly Standing[]): Promise<PlanSummary[]> {
    const personId = standings[0]?.personId;
    if (personId === undefined) return [];
    const ids = standings.map(({ planId }) => planId);
    const found = await rows(tx, planRow, 'select id, phase, details from plan where id = any ($1::uuid[])', [ids]);
    const plans = new Map(found.map((row) => [row.id, row]));
    const heads = await headsOf(tx, personId, standings.flatMap(seenSections));
    const faces = await facesIn(tx, standings);
    await this.details.preload(tx, found);
    const summaries: PlanSummary[] = [];
    for (const standing of standings) {
      const row = plans.get(standing.planId);
      if (row === undefined) continue;
      const details = await this.details.inList(this.details.openPlan(tx, row.id, row.details), { title: '' });
      if (details !== undefined) summaries.push(summaryOf(standing, row, heads, faces, details));
    }
    return summaries.sort(
      (a, b) => (b.changedAt ?? '').localeCompare(a.changedAt ?? '') || a.title.localeCompare(b.title, 'nl'),
    );
  }

  /** The own story first, then as people ordered them. */
  async #sections(tx: EntityManager, standing: Standing, heads: Heads): Promise<SectionSummary[]> {
    const ids = seenSections(standing);
    const found = await rows(
      tx,
      sectionRow,
      'select id, position, details from section where id = any ($1::uuid[]) order by position, id',
      [ids],
    );
    await this.details.preload(tx, found);
    const sections: SectionSummary[] = [];
    for (const row of found) {
      const details = await this.details.inList(this.details.openSection(tx, row.id, row.details), UNREADABLE_SECTION);
      if (details !== undefined) sections.push(sectionOf(standing, row, heads, details));
    }
    return sections.sort((a, b) => Number(b.kind === 'own-story') - Number(a.kind === 'own-story'));
  }

  /** One section, as it stands in its plan. @throws Refused */
  async section(tx: EntityManager, standing: Standing, sectionId: string): Promise<SectionSummary> {
    const [row] = await rows(tx, sectionRow, 'select id, position, details from section where id = $1', [sectionId]);
    if (row === undefined || !standing.sees(sectionId)) throw new Refused(sectionId);
    const heads = await headsOf(tx, standing.personId, [sectionId]);
    return sectionOf(standing, row, heads, await this.details.openSection(tx, row.id, row.details));
  }
}

function summaryOf(standing: Standing, row: PlanRow, heads: Heads, faces: Faces, { title }: PlanDetails): PlanSummary {
  const sections = standing.rules.sections
    .filter(({ id, archived }) => !archived && standing.sees(id))
    .map(({ id }) => id);
  const written = sections.flatMap((id) => heads.get(id)?.writtenAt ?? []);
  const client = faces.clients.get(standing.rules.clientId);
  const coordinator = faces.coordinators.get(standing.planId);
  return {
    id: row.id,
    title,
    phase: row.phase,
    client: {
      id: standing.rules.clientId,
      name: client?.name ?? '',
      birthDate: knowsBirthDate(standing) ? (client?.birthDate ?? null) : null,
    },
    coordinator: coordinator === undefined ? null : { ...personInPlan(coordinator), phone: coordinator.phone },
    changedAt: written.length === 0 ? null : new Date(Math.max(...written.map(Number))).toISOString(),
    unseenSections: sections.filter((id) => isUnseen(heads, id, standing.personId)).length,
  };
}

function sectionOf(
  standing: Standing,
  row: z.infer<typeof sectionRow>,
  heads: Heads,
  details: SectionDetails,
): SectionSummary {
  const place = standing.rules.sections.find(({ id }) => id === row.id);
  return {
    id: row.id,
    ...details,
    level: standing.right(row.id).level,
    archived: place?.archived ?? false,
    onlyMe: place?.onlyClient ?? false,
    changedAt: heads.get(row.id)?.writtenAt?.toISOString() ?? null,
    unseen: isUnseen(heads, row.id, standing.personId),
  };
}

/** The part of a face that every plan may show. */
export const personInPlan = ({
  id,
  name,
  organisation,
  function: job,
}: Face): Pick<Face, 'id' | 'name' | 'organisation' | 'function'> => ({
  id,
  name,
  organisation,
  function: job,
});

const seenSections = (standing: Standing): string[] =>
  standing.rules.sections.map(({ id }) => id).filter((id) => standing.sees(id));

/** Two clients may have the same name; informal contacts know their client without a date. */
function knowsBirthDate(standing: Standing): boolean {
  return (
    standing.sight?.why === 'client' ||
    standing.sight?.why === 'representative' ||
    placeIn(standing).affiliationId !== null
  );
}

/** Row-level security shows room heads to everybody who is somebody: ask only for sections that the person sees. */
async function headsOf(tx: EntityManager, personId: string, sectionIds: readonly string[]): Promise<Heads> {
  const found = await rows(
    tx,
    headRow,
    `select h.id, h.written_at as "writtenAt", h.written_by as "writtenBy", v.at as "seenAt"
      from room_head h left join section_visit v on v.section_id = h.id and v.person_id = $1 where h.id = any ($2::uuid[])`,
    [personId, sectionIds],
  );
  return new Map(found.map((head) => [head.id, head]));
}

/** Somebody else wrote after one's own last look. */
function isUnseen(heads: Heads, sectionId: string, personId: string): boolean {
  const head = heads.get(sectionId);
  if (head === undefined || head.writtenAt === null || head.writtenBy === personId) return false;
  return head.seenAt === null || head.seenAt < head.writtenAt;
}

type Faces = { readonly clients: ReadonlyMap<string, Face>; readonly coordinators: ReadonlyMap<string, Face> };

async function facesIn(tx: EntityManager, standings: readonly Standing[]): Promise<Faces> {
  const clients = await facesOf(
    tx,
    standings.map(({ rules }) => ({ personId: rules.clientId, affiliationId: null })),
  );
  const coordinated = standings.flatMap(({ planId, coordinatorId, rules }) => {
    const found = rules.coordinators.find(({ personId }) => personId === coordinatorId);
    return found === undefined ? [] : [{ planId, personId: found.personId, affiliationId: found.affiliationId }];
  });
  const faces = await facesInOrder(tx, coordinated);
  const coordinators = coordinated.flatMap(({ planId }, nth) => {
    const face = faces[nth];
    return face === undefined ? [] : [[planId, face] as const];
  });
  return { clients, coordinators: new Map(coordinators) };
}
