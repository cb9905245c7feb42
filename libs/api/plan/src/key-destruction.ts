import { randomUUID } from 'node:crypto';
import { logPurpose, LOG_SOURCE, type LogDetails } from '@samenplan/api/access';
import { KEYS_DESTROYED, rowsOf, type Encryption, type keysDestroyed, type Queryable } from '@samenplan/api/platform';
import { z } from 'zod';

const idRow = z.object({ id: z.string() });
const keyRow = z.object({ id: z.string(), kind: z.enum(['plan', 'room']) });

/** What to destroy: a whole plan, or one section of it. */
export type Doomed = { readonly planId: string; readonly sectionId: string | null };

export type Destroyed = z.infer<typeof keysDestroyed>;

/**
 * Destroys the keys of a plan, or of one section: text, titles, versions and, with a plan, the words of its access log
 * can't be read by anybody from this commit on. Part of the caller's transaction, which runs as the owner of the
 * database: all of it or nothing. Rooms get another history, so that every instance closes them with its next lease
 * read, also when the hints are lost. The log keeps a line that says so; that line is readable after the destruction of
 * a section, and after that of a plan its date and kind are.
 *
 * What is left in old row versions of the key table goes with `vacuum`, after the commit.
 * @returns the keys and rooms; undefined when there is no such plan or section, or nothing is left of it to destroy
 */
export async function destroyKeys(
  db: Queryable,
  encryption: Encryption,
  { planId, sectionId }: Doomed,
): Promise<Destroyed | undefined> {
  const roomIds = await idsOf(
    db,
    `select h.id from room_head h join section_access s on s.section_id = h.id
      where s.plan_id = $1 and ($2::uuid is null or s.section_id = $2) order by h.id for update of h`,
    [planId, sectionId],
  );
  const keys = rowsOf(
    await db.query(
      `select id, kind from keys.data_key where destroyed_at is null and (
          (kind = 'room' and owner_id = any ($2::uuid[])) or (kind = 'plan' and owner_id = $1)) order by id for update`,
      [planId, roomIds],
    ),
  ).map((row) => keyRow.parse(row));
  const doomed = keys.filter(({ kind }) => kind === 'room' || sectionId === null);
  if (doomed.length === 0) return undefined;
  await tell(db, encryption, { planId, sectionId }, keys.find(({ kind }) => kind === 'plan')?.id);
  for (const { id } of doomed) await encryption.destroyKey(db, id);
  await db.query(
    'update room_head set access_epoch = access_epoch + 1, history_id = gen_random_uuid() where id = any ($1::uuid[])',
    [roomIds],
  );
  const destroyed: Destroyed = { keyIds: doomed.map(({ id }) => id), roomIds };
  await db.query('insert into outbox (topic, payload) values ($1, $2)', [KEYS_DESTROYED, JSON.stringify(destroyed)]);
  return destroyed;
}

/** The line of the product itself, without a person: who asked for it stands where it was asked. */
async function tell(
  db: Queryable,
  encryption: Encryption,
  { planId, sectionId }: Doomed,
  planKeyId: string | undefined,
): Promise<void> {
  const id = randomUUID();
  const details: LogDetails = {
    person: '',
    organisation: null,
    role: null,
    onBehalfOf: null,
    title: null,
    detail: null,
    purpose: null,
  };
  // A plan without its key has a log that nobody reads any more: the line stands for who reads the database.
  const sealed =
    planKeyId === undefined ? Buffer.alloc(0) : await encryption.sealJson(db, planKeyId, logPurpose(id), details);
  await db.query(
    `insert into access_log (id, plan_id, section_id, action, outcome, type, why, source, trace_id, details)
      values ($1, $2, $3, 'D', 'success', $4, 'no-rule', $5, $6, $7)`,
    [
      id,
      planId,
      sectionId,
      sectionId === null ? 'plan-destroyed' : 'section-destroyed',
      LOG_SOURCE,
      randomUUID().replaceAll('-', ''),
      sealed,
    ],
  );
}

const idsOf = async (db: Queryable, sql: string, parameters: unknown[]): Promise<string[]> =>
  rowsOf(await db.query(sql, parameters)).map((row) => idRow.parse(row).id);
