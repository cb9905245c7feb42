import { Injectable } from '@nestjs/common';
import {
  Access,
  AccessLog,
  Announcements,
  facesOf,
  peopleIn,
  Refused,
  rows,
  type Acting,
  type LogEvent,
  type Standing,
} from '@samenplan/api/access';
import { Problem } from '@samenplan/api/platform';
import type { Section, SectionReader, routes, RouteInput } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Details } from './details';
import { PlanMaking } from './plan-making';
import { PlanViews, personInPlan } from './plan-views';
import { positionBetween } from './section-order';

type NewSection = RouteInput<typeof routes.createSection>['body'];
type Change = RouteInput<typeof routes.changeSection>['body'];
type Deed = Pick<LogEvent, 'type' | 'detail'>;

const positionRow = z.object({ id: z.string(), position: z.string() });
const keyRow = z.object({ id: z.string() });
const historyRow = z.object({ historyId: z.string() });

@Injectable()
export class Sections {
  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly announcements: Announcements,
    private readonly details: Details,
    private readonly making: PlanMaking,
    private readonly views: PlanViews,
  ) {}

  /** A section without its text, and who can read it. Opening it counts as having seen what was written. */
  async get(acting: Acting, planId: string, sectionId: string): Promise<Section> {
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, 'read');
      const section = await this.#view(tx, standing, sectionId);
      await visit(tx, acting.personId, sectionId);
      await this.log.append(tx, acting, standing, {
        type: 'section-read',
        action: 'R',
        sectionId,
        title: section.title,
      });
      return section;
    });
  }

  /** Adds a section at the end. Only the client can begin one that nobody else sees. */
  async create(acting: Acting, planId: string, { title, kind, domain, onlyMe }: NewSection): Promise<{ id: string }> {
    if ((kind === 'domain') !== (domain !== undefined))
      throw new Problem('input-invalid', { errors: [{ path: 'body.domain', message: 'only-with-domain' }] });
    return this.access.act(acting, async (tx) => {
      const standing = await this.access.require(tx, acting, planId, null, 'arrange');
      if (onlyMe && !standing.isClient) throw new Refused(planId, 'not-allowed');
      const [last] = await rows(
        tx,
        positionRow,
        'select id, position from section where plan_id = $1 order by position desc limit 1',
        [planId],
      );
      const id = await this.making.section(
        tx,
        acting,
        standing,
        { title, kind, domain: domain ?? null },
        { onlyClient: onlyMe, after: last?.position ?? null },
      );
      this.announcements.changed(tx, acting, standing, id, { kind: 'plan-changed', planId });
      return { id };
    });
  }

  /** Renames and moves (who arranges), archives and takes back (who manages). Archived, nobody else sees it. */
  async change(acting: Acting, planId: string, sectionId: string, wanted: Change): Promise<Section> {
    return this.access.act(acting, async (tx) => {
      const need = wanted.archived === undefined ? 'arrange' : 'manage';
      const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, need);
      const deeds: Deed[] = [];
      if (wanted.title !== undefined) {
        const before = await this.#rename(tx, sectionId, wanted.title);
        deeds.push({ type: 'section-changed', detail: { kind: 'renamed', before } });
      }
      if (wanted.after !== undefined) {
        await this.#move(tx, standing, sectionId, wanted.after);
        deeds.push({ type: 'section-changed', detail: { kind: 'moved' } });
      }
      if (wanted.archived !== undefined) {
        await archive(tx, sectionId, wanted.archived);
        deeds.push({ type: wanted.archived ? 'section-archived' : 'section-restored' });
      }
      // Also a request that changes nothing has looked.
      if (deeds.length === 0) deeds.push({ type: 'section-changed' });
      const now = await this.access.requireAmongAll(tx, acting, planId, sectionId, 'read');
      const section = await this.#view(tx, now, sectionId);
      for (const deed of deeds)
        await this.log.append(tx, acting, now, { ...deed, action: 'U', sectionId, title: section.title });
      this.#tell(tx, acting, standing, sectionId, wanted.archived !== undefined);
      return section;
    });
  }

  /** "Laat zien": lifts what kept this section from everybody; from now on the rules of the plan count. */
  async show(acting: Acting, planId: string, sectionId: string): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const standing = await this.access.requireAmongAll(tx, acting, planId, sectionId, 'manage');
      if (!standing.isClient) throw new Refused(sectionId, 'not-allowed');
      await tx.query('update section_access set only_client = false where section_id = $1 and only_client', [
        sectionId,
      ]);
      const { title } = await this.views.section(tx, standing, sectionId);
      await this.log.append(tx, acting, standing, { type: 'section-shown', action: 'U', sectionId, title });
      this.#tell(tx, acting, standing, sectionId, true);
    });
  }

  async #view(tx: EntityManager, standing: Standing, sectionId: string): Promise<Section> {
    const readers = await readersOf(tx, standing, sectionId);
    return {
      ...(await this.views.section(tx, standing, sectionId)),
      planId: standing.planId,
      clientName: readers.find(({ isClient }) => isClient)?.name ?? '',
      historyId: await historyOf(tx, sectionId),
      mayArrange: standing.arranges(sectionId),
      readers,
    };
  }

  /** @returns the name until now */
  async #rename(tx: EntityManager, sectionId: string, title: string): Promise<string> {
    const row = z.object({ details: z.instanceof(Uint8Array) });
    const [found] = await rows(tx, row, 'select details from section where id = $1', [sectionId]);
    const sql = "select id from keys.data_key where owner_id = $1 and kind = 'room' and destroyed_at is null";
    const [key] = await rows(tx, keyRow, sql, [sectionId]);
    if (found === undefined || key === undefined) throw new Refused(sectionId);
    const details = await this.details.openSection(tx, sectionId, found.details);
    await tx.query('update section set details = $2 where id = $1', [
      sectionId,
      await this.details.sealSection(tx, key.id, sectionId, { ...details, title }),
    ]);
    return details.title;
  }

  /** Among the sections that the acting person sees: those that are hidden keep their places. */
  async #move(tx: EntityManager, standing: Standing, sectionId: string, after: string | null): Promise<void> {
    const ownStory = standing.rules.sections.find((section) => section.ownStory)?.id;
    if (sectionId === ownStory || after === sectionId)
      throw new Problem('input-invalid', { errors: [{ path: 'body.after', message: 'fixed' }] });
    if (after !== null && !standing.sees(after)) throw new Refused(after);
    const others = await rows(
      tx,
      positionRow,
      'select id, position from section where plan_id = $1 and id <> $2 order by position, id',
      [standing.planId, sectionId],
    );
    const previous = after ?? (ownStory !== undefined && standing.sees(ownStory) ? ownStory : null);
    const before = others.find(({ id }) => id === previous)?.position ?? null;
    const next = others.find(({ position }) => before === null || position > before)?.position ?? null;
    await tx.query('update section set position = $2 where id = $1', [sectionId, positionBetween(before, next)]);
  }

  #tell(tx: EntityManager, acting: Acting, standing: Standing, sectionId: string, rights: boolean): void {
    const { planId } = standing;
    if (rights) this.announcements.sectionRightsChanged(tx, acting, standing, sectionId);
    else this.announcements.changed(tx, acting, standing, sectionId, { kind: 'section-changed', planId, sectionId });
  }
}

/** Of a section that the person sees: row-level security shows room heads to everybody who is somebody. */
async function historyOf(tx: EntityManager, sectionId: string): Promise<string> {
  const sql = 'select history_id as "historyId" from room_head where id = $1';
  const [head] = await rows(tx, historyRow, sql, [sectionId]);
  if (head === undefined) throw new Refused(sectionId);
  return head.historyId;
}

async function archive(tx: EntityManager, sectionId: string, archived: boolean): Promise<void> {
  const sql =
    'update section_access set archived_at = case when $2 then coalesce(archived_at, clock_timestamp()) end where section_id = $1';
  await tx.query(sql, [sectionId, archived]);
}

/**
 * Remembers a person's own last look at a section. After half an hour without one the next begins a new visit, and
 * `since` is where the previous ended: a reload or a dropped connection does not lose it.
 */
export async function visit(tx: EntityManager, personId: string, sectionId: string): Promise<void> {
  await tx.query(
    `insert into section_visit as v (person_id, section_id, at) values ($1, $2, clock_timestamp())
      on conflict (person_id, section_id) do update set at = excluded.at,
        since = case when v.at < clock_timestamp() - interval '30 minutes' then v.at else v.since end`,
    [personId, sectionId],
  );
}

/** Everybody who can read a section at this moment, the client first. */
async function readersOf(tx: EntityManager, standing: Standing, sectionId: string): Promise<SectionReader[]> {
  const readers = peopleIn(standing)
    .map((id) => standing.of(id))
    .filter((one) => one.sees(sectionId));
  const placed = readers.map((one) => ({
    personId: one.personId,
    affiliationId: one.affiliationBehind(one.right(sectionId)),
  }));
  const faces = await facesOf(tx, placed);
  return readers
    .flatMap((one) => {
      const face = faces.get(one.personId);
      if (face === undefined) return [];
      const { phone, duties } = face;
      return [{ ...personInPlan(face), phone, duties, level: one.right(sectionId).level, isClient: one.isClient }];
    })
    .sort((a, b) => Number(b.isClient) - Number(a.isClient) || a.name.localeCompare(b.name, 'nl'));
}
