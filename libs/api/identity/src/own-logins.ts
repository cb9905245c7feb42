import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { Configuration, Database, Jobs, Problem } from '@samenplan/api/platform';
import type { LoginEnds, OwnLogin } from '@samenplan/shared/contracts';
import { assuranceOf } from './assurance';
import { Logins } from './logins';
import type { Visitor } from './visitor';

/** More than anybody has; whoever does sees the newest, and ends the others with all at once. */
const MOST_SHOWN = 100;

const loginRows = z.array(
  z.object({
    id: z.string(),
    browser: z.string().nullable(),
    system: z.string().nullable(),
    acr: z.string().nullable(),
    startedAt: z.date(),
    lastUsedAt: z.date(),
    endsAt: z.date(),
    endsAtLatest: z.date(),
  }),
);
/** TypeORM answers an UPDATE with its rows and their number. */
const changedRows = z.tuple([z.array(z.unknown()), z.number()]);
const idRows = z.array(z.object({ id: z.string() }));

/** A person's own logins: where they are, and ending them. Every statement names the person. */
@Injectable()
export class OwnLogins implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly logins: Logins,
    private readonly configuration: Configuration,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('forget-ended-logins', '23 * * * *', async () => void (await this.run()));
  }

  /** What is kept of a login only while it lasts goes when it ended by the clock. @returns of how many */
  async run(): Promise<number> {
    const sql = `update login_session set browser = null, system = null, id_token = null
      where expires_at <= clock_timestamp() and (browser is not null or system is not null or id_token is not null)`;
    return changedRows.parse(await this.database.asNobody((tx) => tx.query(sql)))[1];
  }

  /** Newest first. */
  async list(visitor: Visitor): Promise<OwnLogin[]> {
    const sql = `select id, browser, system, acr, created_at as "startedAt", date_trunc('hour', last_used_at, 'UTC') as "lastUsedAt",
        expires_at as "endsAt", coalesce(ends_at, expires_at) as "endsAtLatest"
      from login_session where person_id = $1 and ended_at is null and expires_at > clock_timestamp()
      order by created_at desc, id limit $2`;
    const rows = loginRows.parse(
      await this.database.as(visitor, (tx) => tx.query(sql, [visitor.personId, MOST_SHOWN])),
    );
    return rows.map(({ acr, startedAt, lastUsedAt, endsAt, endsAtLatest, ...login }) => ({
      ...login,
      startedAt: startedAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      ...textOf({ endsAt, endsAtLatest }),
      assurance: assuranceOf(acr, this.configuration.oidc),
      current: login.id === visitor.sessionId,
    }));
  }

  /**
   * When this returns, no edit of that login commits any more; its sockets close within a second.
   * @returns false when this person has no such login
   */
  async end({ personId }: Visitor, loginId: string): Promise<boolean> {
    return (await this.logins.end(loginId, personId)) !== undefined;
  }

  /**
   * Each end is a barrier of its own, one after the other: a transaction that held several of their locks at once could
   * block edits that hold some of them too.
   * @returns how many were ended
   */
  async endAll({ personId, sessionId }: Visitor, keepCurrent: boolean): Promise<number> {
    const sql =
      'select id from login_session where person_id = $1 and ended_at is null and expires_at > clock_timestamp()';
    const rows = idRows.parse(await this.database.as({ personId }, (tx) => tx.query(sql, [personId])));
    const others = rows.filter(({ id }) => id !== sessionId);
    let ended = 0;
    // The own one last: when something breaks halfway, whoever asked is there to ask again.
    for (const { id } of keepCurrent ? others : [...others, { id: sessionId }])
      if ((await this.logins.end(id, personId)) !== undefined) ended += 1;
    return ended;
  }

  /** @throws Problem `login-required` when it ended a moment ago */
  async extend({ sessionId }: Visitor): Promise<LoginEnds> {
    const ends = await this.logins.use(sessionId);
    if (ends === null) throw new Problem('login-required');
    return textOf(ends);
  }
}

const textOf = ({ endsAt, endsAtLatest }: { endsAt: Date; endsAtLatest: Date }): LoginEnds => ({
  endsAt: endsAt.toISOString(),
  endsAtLatest: endsAtLatest.toISOString(),
});
