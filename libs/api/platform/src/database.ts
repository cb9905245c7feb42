import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import { DataSource, type EntityManager, type EntitySchema, type QueryRunner } from 'typeorm';

/** On whose behalf a transaction runs; row-level security decides by `personId`. */
export interface Actor {
  readonly personId: string | null;
  readonly traceId?: string;
  /** Who helps this person, for rules of the database that leave helpers out. */
  readonly helper?: { readonly id: string } | null;
}

export interface DatabaseOptions {
  /** As role `samenplan_serve`. */
  readonly url: string;
  readonly entities: readonly (EntitySchema | (new (...parameters: never[]) => object))[];
  readonly poolSize: number;
  /** Ids of the master keys that this process knows, for a rotation to see. */
  readonly masterKeyIds?: readonly string[];
}

/** How an instance shows itself to the database: the outbox always keeps such a connection. */
export const SERVE_NAME = 'samenplan-serve';
/** Of an id: a name of a connection has 63 characters at most. */
export const shortId = (masterKeyId: string): string => masterKeyId.slice(0, 8);

const ATTEMPTS = 4;
/** serialization_failure and deadlock_detected: the transaction did nothing and may be tried again. */
const TRANSIENT = new Set(['40001', '40P01']);

/** Work that waits for the commit of a transaction that runs. */
const waiting = new WeakMap<QueryRunner, (() => void)[]>();

/**
 * Runs `work` once the transaction of `tx` has committed, never when it rolls back. Hints only: a crash in between
 * loses it; what must happen goes through the outbox.
 */
export function afterCommit(tx: EntityManager, work: () => void): void {
  const list = tx.queryRunner === undefined ? undefined : waiting.get(tx.queryRunner);
  if (list === undefined) throw new Error('afterCommit needs a transaction of Database.as');
  list.push(work);
}

/** The database as role `samenplan_serve`: every transaction names the acting person. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private constructor(private readonly source: DataSource) {}

  static async open({ url, entities, poolSize, masterKeyIds = [] }: DatabaseOptions): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url,
      entities: [...entities],
      synchronize: false,
      logging: false,
      applicationName: [SERVE_NAME, ...masterKeyIds.map(shortId)].join(' '),
      connectTimeoutMS: 10_000,
      poolSize,
      // A broken idle connection is replaced by the pool; the next query reports what matters.
      poolErrorHandler: () => undefined,
      extra: { statement_timeout: 20_000, idle_in_transaction_session_timeout: 30_000 },
    });
    return new Database(await source.initialize());
  }

  /**
   * One transaction on behalf of `actor`. May run `work` up to four times (deadlock, serialization failure), so
   * `work` touches nothing but `tx`; see {@link afterCommit} for the rest.
   */
  async as<T>(actor: Actor, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(actor, work);
      } catch (error) {
        if (attempt === ATTEMPTS || !TRANSIENT.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /** One transaction without a person: login lookups and jobs. Row-level security shows it no content. */
  async asNobody<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.as({ personId: null }, work);
  }

  /** Resolves when the database answers. */
  async ping(): Promise<void> {
    await this.source.query('select 1');
  }

  /** How many requests wait for a connection. */
  get waitingCount(): number {
    const { driver } = this.source;
    return 'master' in driver && driver.master instanceof Pool ? driver.master.waitingCount : 0;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  async #once<T>(actor: Actor, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const after: (() => void)[] = [];
    const result = await this.source.transaction(async (tx) => {
      if (tx.queryRunner !== undefined) waiting.set(tx.queryRunner, after);
      await tx.query(
        `select set_config('samenplan.person', $1, true), set_config('samenplan.trace', $2, true),
          set_config('samenplan.helper', $3, true)`,
        [actor.personId ?? '', actor.traceId ?? '', actor.helper?.id ?? ''],
      );
      return work(tx);
    });
    for (const then of after) then();
    return result;
  }
}

/** Five-character SQLSTATE of an error of PostgreSQL, whether pg or TypeORM threw it. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const source = 'driverError' in error && error.driverError instanceof Error ? error.driverError : error;
  return 'code' in source && typeof source.code === 'string' ? source.code : undefined;
}

/** The database as role `samenplan_live`: a plain pool for the live engine, with access to room tables only. */
@Injectable()
export class LivePool extends Pool implements OnApplicationShutdown {
  constructor(url: string, size: number) {
    super({
      connectionString: url,
      max: size,
      application_name: 'samenplan-live',
      connectionTimeoutMillis: 10_000,
      statement_timeout: 20_000,
      // A server that hangs ends nothing: whoever asks stops waiting, and that connection is thrown away.
      query_timeout: 25_000,
      idle_in_transaction_session_timeout: 30_000,
    });
    // A broken idle connection is replaced; without a listener it would end the process.
    this.on('error', () => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.ended) await this.end();
  }
}
