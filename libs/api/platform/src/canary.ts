import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { z } from 'zod';
import type { MasterKey } from './cipher';
import { SystemClock } from './clock';
import { Encryption } from './encryption';
import { keptSecret } from './kept-secret';
import { wrapContext } from './keys';
import { PostgresKeyStore } from './postgres-key-store';
import { StartError } from './start-error';

const canaryRow = z.object({
  id: z.string(),
  kind: z.literal('canary'),
  ownerId: z.string(),
  parentId: z.string().nullable(),
  masterKeyId: z.string().nullable(),
  wrapped: z.instanceof(Uint8Array),
  nonce: z.instanceof(Uint8Array),
});

/**
 * One key that protects no content: whether it unwraps says whether the master key belongs to this database, and the
 * master key that wraps it is the one under which new keys are made. Runs as the owner of the database.
 */
export class Canary {
  readonly #store = new PostgresKeyStore();
  readonly #encryption: Encryption;
  /** Id of the master key that wraps it; of a new database, of the newest. */
  #inCharge: string;

  constructor(
    private readonly owner: Client,
    private readonly masterKey: MasterKey,
  ) {
    this.#encryption = new Encryption(masterKey, this.#store, new SystemClock());
    this.#inCharge = masterKey.id;
  }

  /**
   * Before the migrations: works on every earlier version of the key store.
   * @throws StartError when no known master key wraps it
   */
  async check(): Promise<void> {
    if (!(await this.#exists('keys.data_key'))) return;
    const { rows } = await this.owner.query(
      `select id, kind, owner_id as "ownerId", parent_id as "parentId", to_jsonb(k) ->> 'master_key_id' as "masterKeyId",
        wrapped, nonce from keys.data_key k where kind = 'canary'`,
    );
    const [found] = z.array(canaryRow).parse(rows);
    if (found === undefined) return;
    const unwrapped = this.masterKey.unwrap(found.masterKeyId, wrapContext(found), found);
    if (unwrapped === undefined)
      throw new StartError(
        'MASTER_KEY does not belong to this database: stored text could not be read with it. Set the key this database was made with, or rotated to last.',
      );
    this.#inCharge = unwrapped.id;
  }

  /**
   * The password of a database role: derived from the first master key and kept through rotations, so that instances
   * with an older and with a newer master key log in alike.
   */
  async rolePassword(role: string): Promise<string> {
    const make = (): string => this.masterKey.derive(`role:${role}`, this.#inCharge)?.toString('base64url') ?? '';
    if (!(await this.#exists('keys.secret'))) return make();
    return keptSecret(this.owner, { encryption: this.#encryption, store: this.#store }, `role:${role}`, make);
  }

  /** After {@link ensure}: makes a random secret of 32 bytes on the first start, which then stays. */
  async keepSecret(name: string): Promise<void> {
    if (!(await this.#exists('keys.secret'))) return;
    const make = (): string => randomBytes(32).toString('base64url');
    await keptSecret(this.owner, { encryption: this.#encryption, store: this.#store }, name, make);
  }

  /**
   * After the migrations: makes it on the first start, and refuses to start on keys that nobody could unwrap.
   * @throws StartError in one sentence, with a count at most
   */
  async ensure(): Promise<void> {
    if ((await this.#store.canary(this.owner)) === undefined) await this.#make();
    // Until master keys had names there was only one: the one that wraps the check key.
    await this.owner.query(
      'update keys.data_key set master_key_id = $1 where parent_id is null and destroyed_at is null and master_key_id is null',
      [this.#inCharge],
    );
    const foreign = await this.#count(
      'from keys.data_key where parent_id is null and destroyed_at is null and not master_key_id = any ($1::text[])',
      [this.masterKey.ids],
    );
    if (foreign > 0)
      throw new StartError(
        `${foreign} ${foreign === 1 ? 'key is' : 'keys are'} wrapped by a master key that is not set: add the older key to MASTER_KEY_PREVIOUS and let npm run keys:rotate end.`,
      );
  }

  async #make(): Promise<void> {
    if ((await this.#count('from keys.data_key')) > 0)
      throw new StartError('The key store has lost its check key: restore the key backup of this database.');
    if ((await this.#count('from (select from plan_access limit 1) p')) > 0)
      throw new StartError(
        'There are plans but no keys: put the key backup of this database back with npm run keys:restore.',
      );
    await this.#encryption.createKey(this.owner, 'canary', randomUUID(), null);
  }

  async #exists(table: string): Promise<boolean> {
    const { rows } = await this.owner.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table]);
    return rows[0]?.there === true;
  }

  async #count(from: string, parameters: unknown[] = []): Promise<number> {
    const { rows } = await this.owner.query<{ n: number }>(`select count(*)::int as n ${from}`, parameters);
    return rows[0]?.n ?? 0;
  }
}
