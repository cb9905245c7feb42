import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DeviceKey } from '@samenplan/shared/contracts';
import { Database, Encryption, type Actor } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { personKeyOf } from './person-keys';

/** A day of writing and a week after it: what is older on a device opens for nobody any more. */
const DAYS = 8;
const KEY_BYTES = 32;

const keyRows = z.array(z.object({ id: z.string(), sealed: z.instanceof(Uint8Array), endsAt: z.date() }));
const idRows = z.array(z.object({ id: z.string() }));

/**
 * Keys under which a person's browser keeps text that is not stored yet. They are random, one per person and day, and
 * sealed in the database; the browser keeps them in memory only. So a device alone opens nothing, another person on
 * it has other keys, and with the row of a key everything under it is gone, on whatever device it lies.
 */
@Injectable()
export class DeviceKeys {
  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
  ) {}

  /** Keys of this person that have not ended, newest first; the first is today's and is made when it is missing. */
  async of(acting: Actor & { readonly personId: string }): Promise<DeviceKey[]> {
    const { personId } = acting;
    return this.database.as(acting, async (tx) => {
      // Two tabs that open at once get the same key.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [personId]);
      await tx.query('delete from device_key where ends_at <= clock_timestamp()');
      await this.#makeToday(tx, personId);
      const sql = `select id, sealed, ends_at as "endsAt" from device_key
        where person_id = $1 and ends_at > clock_timestamp() order by day desc`;
      const found = keyRows.parse(await tx.query(sql, [personId]));
      const keys: DeviceKey[] = [];
      for (const { id, sealed, endsAt } of found) {
        const key = z.base64().parse(await this.encryption.openJson(tx, purpose(personId, id), sealed));
        keys.push({ id, key, endsAt: endsAt.toISOString() });
      }
      return keys;
    });
  }

  async #makeToday(tx: EntityManager, personId: string): Promise<void> {
    const today = "(clock_timestamp() at time zone 'UTC')::date";
    const made = await tx.query(`select id from device_key where person_id = $1 and day = ${today}`, [personId]);
    if (idRows.parse(made).length > 0) return;
    const id = randomUUID();
    const secret = randomBytes(KEY_BYTES).toString('base64');
    const sealed = await this.encryption.sealJson(
      tx,
      await personKeyOf(tx, this.encryption, personId),
      purpose(personId, id),
      secret,
    );
    await tx.query(
      `insert into device_key (id, person_id, day, sealed, ends_at)
        values ($1, $2, ${today}, $3, (${today} + ${DAYS})::timestamp at time zone 'UTC')`,
      [id, personId, sealed],
    );
  }
}

const purpose = (personId: string, id: string): string => `device-key:${personId}:${id}`;
