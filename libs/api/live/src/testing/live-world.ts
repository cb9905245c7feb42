import { randomUUID } from 'node:crypto';
import { Encryption, KeyStore, LivePool, MasterKey, PostgresKeyStore, SystemClock } from '@samenplan/api/platform';
import { testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { Pool } from 'pg';

/** A person with a login; the cookie of the test servers is the id of that login. */
export type Somebody = { readonly personId: string; readonly loginId: string; readonly name: string };

/** A database with people, sections and rules, changed the way the product changes them: by rows, with their triggers. */
export class LiveWorld {
  readonly encryption: Encryption;
  readonly pool: LivePool;
  #ruleIds = new Map<string, string>();

  private constructor(
    readonly database: TestDatabase,
    readonly owner: Pool,
  ) {
    const keys: KeyStore = new PostgresKeyStore();
    this.encryption = new Encryption(new MasterKey(database.masterKey), keys, new SystemClock());
    this.pool = new LivePool(database.liveUrl, 8);
  }

  static async create(): Promise<LiveWorld> {
    const database = await testDatabase();
    const owner = new Pool({ connectionString: database.ownerUrl, max: 4 });
    owner.on('error', () => undefined);
    return new LiveWorld(database, owner);
  }

  async destroy(): Promise<void> {
    await this.pool.onApplicationShutdown();
    await this.owner.end();
    await this.database.drop();
  }

  async person(name: string): Promise<Somebody> {
    const [personId, loginId] = [randomUUID(), randomUUID()];
    await this.owner.query('insert into person (id, name, contact_code) values ($1, $2, $3)', [
      personId,
      name,
      personId,
    ]);
    await this.owner.query(
      "insert into login_session (id, token_hash, person_id, expires_at) values ($1, $2, $3, clock_timestamp() + interval '1 hour')",
      [loginId, Buffer.from(loginId), personId],
    );
    return { personId, loginId, name };
  }

  /** Another login of the same person. */
  async loginOf({ personId, name }: Somebody): Promise<Somebody> {
    const loginId = randomUUID();
    await this.owner.query(
      "insert into login_session (id, token_hash, person_id, expires_at) values ($1, $2, $3, clock_timestamp() + interval '1 hour')",
      [loginId, Buffer.from(loginId), personId],
    );
    return { personId, loginId, name };
  }

  /** A section of a new plan of this client, with keys and a head. @returns the room id */
  async section(client: Somebody): Promise<string> {
    const { roomIds } = await this.plan(client, 1);
    return roomIds[0] ?? '';
  }

  /** A new plan of this client with so many sections. */
  async plan({ personId }: Somebody, sections: number): Promise<{ planId: string; roomIds: readonly string[] }> {
    const planId = randomUUID();
    const roomIds = Array.from({ length: sections }, () => randomUUID());
    await this.owner.query('insert into plan_access values ($1, $2)', [planId, personId]);
    const planKey = await this.encryption.createKey(this.owner, 'plan', planId, null);
    for (const roomId of roomIds) {
      await this.owner.query('insert into section_access (section_id, plan_id) values ($1, $2)', [roomId, planId]);
      await this.encryption.createKey(this.owner, 'room', roomId, planKey);
      await this.owner.query(
        "insert into room_head (id, kind, history_id, schema_version) values ($1, 'section', $2, 1)",
        [roomId, randomUUID()],
      );
    }
    return { planId, roomIds };
  }

  /** Shares a section; a second time changes the level. */
  async share(roomId: string, { personId }: Somebody, level: 1 | 2, endsAfter = '1 day'): Promise<void> {
    const ruleId = this.#ruleIds.get(`${roomId} ${personId}`) ?? randomUUID();
    this.#ruleIds.set(`${roomId} ${personId}`, ruleId);
    await this.owner.query(
      `insert into access_rule (id, plan_id, section_id, subject_type, subject_id, effect, level, ends_at, created_by)
       select $1, plan_id, section_id, 'person', $3, 'share', $4, clock_timestamp() + $5::interval, $3 from section_access where section_id = $2
       on conflict (id) do update set level = excluded.level, ends_at = excluded.ends_at, stopped_at = null`,
      [ruleId, roomId, personId, level, endsAfter],
    );
  }

  /** The stop of promise P2: when this resolves, it has been answered. */
  async stop(roomId: string, { personId }: Somebody): Promise<void> {
    await this.owner.query('update access_rule set stopped_at = clock_timestamp() where id = $1', [
      this.#ruleIds.get(`${roomId} ${personId}`),
    ]);
  }

  async endLogin({ loginId }: Somebody): Promise<void> {
    await this.owner.query('update login_session set ended_at = clock_timestamp() where id = $1', [loginId]);
  }

  /** Resolves when a statement of the engine waits for a lock. */
  async waitForLock(): Promise<void> {
    for (;;) {
      const { rows } = await this.owner.query(
        `select 1 from pg_locks where not granted and pid in (
           select pid from pg_stat_activity where datname = current_database() and usename = 'samenplan_live')`,
      );
      if (rows.length > 0) return;
    }
  }

  /** Rows of the update log: author and seq. */
  async log(roomId: string): Promise<readonly { seq: number; author: string | null }[]> {
    const { rows } = await this.owner.query<{ seq: string; author: string | null }>(
      'select seq, author from room_update where room_id = $1 order by seq',
      [roomId],
    );
    return rows.map(({ seq, author }) => ({ seq: Number(seq), author }));
  }
}
