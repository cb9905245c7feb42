import { Injectable } from '@nestjs/common';
import { afterCommit, Database, Problem, type Actor } from '@samenplan/api/platform';
import { noticeKinds, type Notice } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AppEvents } from '../app-events';

type Owner = Actor & { readonly personId: string };

const MOST_COUNTED = 100;
const noticeRows = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(noticeKinds),
    planId: z.string().nullable(),
    times: z.int(),
    /** Microseconds, so that a cursor points between two notices of one millisecond. */
    at: z.string(),
    readAt: z.date().nullable(),
  }),
);
const countRows = z.tuple([z.object({ unread: z.int() })]);
const cursorShape = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
/** A kind of a newer version is there for a newer version. */
const known = 'n.kind = any ($1::text[])';

/**
 * Somebody's own notices. Row-level security leaves out what is about a plan that this person no longer sees, and the
 * few kinds that tell of an end come without the plan.
 */
@Injectable()
export class NoticeInbox {
  constructor(
    private readonly database: Database,
    private readonly events: AppEvents,
  ) {}

  /** Newest first. */
  list(
    owner: Owner,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<{ items: Notice[]; nextCursor: string | null }> {
    const [at, id] = cursor === undefined ? [null, null] : decoded(cursor);
    return this.database.as(owner, async (tx) => {
      const sql = `select n.id, n.kind, case when plan_visible($2, n.plan_id) then n.plan_id end as "planId", n.times,
          to_char(n.at at time zone 'UTC', ${ISO}) as at, n.read_at as "readAt"
        from notice n where n.person_id = $2 and ${known}
          and ($3::timestamptz is null or (n.at, n.id) < ($3::timestamptz, $4::uuid))
        order by n.at desc, n.id desc limit $5`;
      const found = noticeRows.parse(await tx.query(sql, [noticeKinds, owner.personId, at, id, limit + 1]));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((row) => ({ ...row, readAt: row.readAt?.toISOString() ?? null })),
        nextCursor: last !== undefined && found.length > limit ? encoded(last) : null,
      };
    });
  }

  /** To 100: a badge says no more, and counting costs a decision per notice. */
  count(owner: Owner): Promise<number> {
    return this.database.as(owner, async (tx) => {
      const sql = `select count(*)::int as unread from (select from notice n
        where n.person_id = $2 and n.read_at is null and ${known} limit ${MOST_COUNTED}) counted`;
      return countRows.parse(await tx.query(sql, [noticeKinds, owner.personId]))[0].unread;
    });
  }

  /** Marks these as read, or all that may be seen; nothing is told of them any more. */
  async read(owner: Owner, ids: readonly string[] | undefined): Promise<void> {
    await this.database.as(owner, async (tx) => {
      await this.#mark(tx, owner.personId, ids);
      // The other tabs and devices of this person.
      afterCommit(tx, () => this.events.emitTo([owner.personId], { kind: 'notices-changed' }));
    });
  }

  async #mark(tx: EntityManager, personId: string, ids: readonly string[] | undefined): Promise<void> {
    await tx.query(
      `update notice set read_at = clock_timestamp(), look_at = null
        where person_id = $1 and read_at is null and ($2::uuid[] is null or id = any ($2))`,
      [personId, ids ?? null],
    );
  }
}

const encoded = ({ at, id }: { readonly at: string; readonly id: string }): string =>
  Buffer.from(`${at} ${id}`).toString('base64url');

function decoded(text: string): z.infer<typeof cursorShape> {
  const parsed = cursorShape.safeParse(Buffer.from(text, 'base64url').toString().split(' '));
  if (!parsed.success) throw new Problem('input-invalid', { errors: [{ path: 'query.cursor', message: 'unknown' }] });
  return parsed.data;
}
