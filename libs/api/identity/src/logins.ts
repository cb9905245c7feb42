import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { afterCommit, Bus, Configuration, Database, Outbox, traceIdOf } from '@samenplan/api/platform';
import { hashOf, newToken, TokenCookie } from './cookies';
import { LoginSession } from './login-session.entity';
import { addressOf, type Visitor } from './visitor';

/** On the bus: this login has ended, by logging out or otherwise. A hint; the truth stands in login_session. */
export const LOGIN_ENDED = 'login-ended';
export const loginEnded = z.object({ sessionId: z.uuid(), personId: z.uuid() });

const sessionRow = z.array(
  z.object({
    id: z.string(),
    person_id: z.string(),
    acr: z.string().nullable(),
    name: z.string(),
    expires_at: z.date(),
  }),
);

/** Logins as they stand in the database, found by the token in a cookie. */
@Injectable()
export class Logins implements OnModuleInit {
  readonly cookie: TokenCookie;

  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly outbox: Outbox,
    private readonly configuration: Configuration,
  ) {
    this.cookie = new TokenCookie('samenplan', configuration);
  }

  /** The message goes out at once after the commit, and again from the outbox, should the process die in between. */
  onModuleInit(): void {
    this.outbox.on(LOGIN_ENDED, loginEnded, async (ended) => this.bus.publish(LOGIN_ENDED, ended));
  }

  /** Who holds the login in this `Cookie` header at this moment, or null. One look in the database, never cached. */
  async current(cookieHeader: string | undefined): Promise<Omit<Visitor, 'traceId' | 'address'> | null> {
    const token = this.cookie.read(cookieHeader);
    if (token === undefined) return null;
    const sql = `select s.id, s.person_id, s.acr, s.expires_at, p.name from login_session s join person p on p.id = s.person_id
      where s.token_hash = $1 and s.ended_at is null and s.expires_at > clock_timestamp()`;
    const [row] = sessionRow.parse(await this.database.asNobody((tx) => tx.query(sql, [hashOf(token)])));
    if (row === undefined) return null;
    return { personId: row.person_id, sessionId: row.id, name: row.name, acr: row.acr, endsAt: row.expires_at };
  }

  /** Who makes this request or upgrade, or null. */
  async visitorOf(request: IncomingMessage): Promise<Visitor | null> {
    const who = await this.current(request.headers.cookie);
    if (who === null) return null;
    return {
      ...who,
      traceId: traceIdOf(request),
      address: addressOf(request, this.configuration.mode === 'production'),
    };
  }

  /**
   * Starts a login that lasts SESSION_HOURS.
   * @returns the token for the cookie; only its hash is kept
   */
  async begin(personId: string, { acr, idToken }: { acr: string | null; idToken: string | null }): Promise<string> {
    const token = newToken();
    const expiresAt = new Date(Date.now() + this.configuration.sessionHours * 3_600_000);
    await this.database.asNobody((tx) =>
      tx
        .getRepository(LoginSession)
        .insert({ id: randomUUID(), tokenHash: hashOf(token), personId, acr, idToken, expiresAt }),
    );
    return token;
  }

  /**
   * Ends a login. When this returns, no edit of that login commits any more; its sockets close within a second.
   * @returns the ID token it began with, to end the provider's session too; null when it had ended before
   */
  async end(sessionId: string): Promise<string | null> {
    return this.database.asNobody(async (tx) => {
      const sql = `update login_session set ended_at = clock_timestamp() where id = $1 and ended_at is null
        returning person_id as "personId", id_token as "idToken"`;
      const [rows] = endedRows.parse(await tx.query(sql, [sessionId]));
      const [row] = rows;
      if (row === undefined) return null;
      const message = { sessionId, personId: row.personId };
      await this.outbox.add(tx, LOGIN_ENDED, message);
      afterCommit(tx, () => this.bus.publish(LOGIN_ENDED, message));
      return row.idToken;
    });
  }

  /** Which of these logins have ended, by whatever cause. */
  async endedAmong(sessionIds: readonly string[]): Promise<string[]> {
    const sql = `select id from unnest($1::uuid[]) as asked (id) where not exists (
      select from login_session s where s.id = asked.id and s.ended_at is null and s.expires_at > clock_timestamp())`;
    const rows = z
      .array(z.object({ id: z.string() }))
      .parse(await this.database.asNobody((tx) => tx.query(sql, [sessionIds])));
    return rows.map(({ id }) => id);
  }
}

/** TypeORM answers an UPDATE with its rows and their number. */
const endedRows = z.tuple([z.array(z.object({ personId: z.string(), idToken: z.string().nullable() })), z.number()]);
