import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { role, type Role } from '@samenplan/shared/contracts';
import { afterCommit, Bus, Configuration, Database, Outbox, traceIdOf } from '@samenplan/api/platform';
import { assuranceForRoles, assuranceOf, assures, limitsForRoles } from './assurance';
import { browserNames } from './browser-names';
import { hashOf, newToken, TokenCookie } from './cookies';
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
    ends_at: z.date().nullable(),
    proved_at: z.date().nullable(),
    last_used_at: z.date(),
    roles: z.array(role),
    helper_id: z.string().nullable(),
    helper_name: z.string().nullable(),
    assisted_plan_id: z.string().nullable(),
  }),
);

/** What a login begins with. */
export interface NewLogin {
  readonly acr: string | null;
  readonly idToken: string | null;
  /** Moment at which the provider saw the proof; null when it did not say. */
  readonly provedAt?: Date | null;
  readonly userAgent?: string | undefined;
}

/** Logins as they stand in the database, found by the token in a cookie. */
@Injectable()
export class Logins implements OnModuleInit {
  readonly cookie: TokenCookie;
  /** Of an assisted session; while a browser sends it, nothing in that browser acts as the helper. */
  readonly assistedCookie: TokenCookie;

  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly outbox: Outbox,
    private readonly configuration: Configuration,
  ) {
    this.cookie = new TokenCookie('samenplan', configuration);
    this.assistedCookie = new TokenCookie('samenplan-assisted', configuration);
  }

  /** The message goes out at once after the commit, and again from the outbox, should the process die in between. */
  onModuleInit(): void {
    this.outbox.on(LOGIN_ENDED, loginEnded, async (ended) => this.bus.publish(LOGIN_ENDED, ended));
  }

  /**
   * Who holds the login in this `Cookie` header at this moment, or null. One look in the database, never cached.
   * @param whose `own` passes over an assisted session
   */
  async current(
    cookieHeader: string | undefined,
    whose: 'any' | 'own' = 'any',
  ): Promise<Omit<Visitor, 'traceId' | 'address'> | null> {
    const assisted = whose === 'any' ? this.assistedCookie.read(cookieHeader) : undefined;
    const token = assisted ?? this.cookie.read(cookieHeader);
    if (token === undefined) return null;
    const sql = `select s.id, s.person_id, s.acr, s.expires_at, s.ends_at, s.proved_at, s.last_used_at, p.name,
        array(select r.role from person_role r where r.person_id = s.person_id) as roles, s.helper_id, h.name as helper_name, s.assisted_plan_id
      from login_session s join person p on p.id = s.person_id left join person h on h.id = s.helper_id
      where s.token_hash = $1 and s.ended_at is null and s.expires_at > clock_timestamp()
        and (s.helper_id is null or assisted_login_goes_on(s.id))`;
    const [row] = sessionRow.parse(await this.database.asNobody((tx) => tx.query(sql, [hashOf(token)])));
    // Roles that came later may ask for more than this login was begun with: then it is none any more.
    if (row === undefined || (row.helper_id === null && !this.#suffices(row.acr, row.roles))) return null;
    return {
      personId: row.person_id,
      sessionId: row.id,
      name: row.name,
      acr: row.acr,
      endsAt: row.expires_at,
      endsAtLatest: row.ends_at ?? row.expires_at,
      provedAt: row.proved_at,
      lastUsedAt: row.last_used_at,
      helper:
        row.helper_id === null || row.assisted_plan_id === null
          ? null
          : { id: row.helper_id, name: row.helper_name ?? '', kind: 'assisted', planId: row.assisted_plan_id },
    };
  }

  /** Who makes this request or upgrade, or null. */
  async visitorOf(request: IncomingMessage): Promise<Visitor | null> {
    const who = await this.current(request.headers.cookie);
    if (who === null) return null;
    // Deciding needs no text: an assisted session opens no room, whatever the room thinks of its person.
    if (who.helper !== null && request.url?.startsWith('/live/') === true) return null;
    return {
      ...who,
      traceId: traceIdOf(request),
      address: addressOf(request, this.configuration.mode === 'production'),
    };
  }

  /**
   * Starts a login that lasts as long as the roles of the person allow.
   * @returns the token for the cookie; only its hash is kept
   */
  async begin(personId: string, { acr, idToken, provedAt = null, userAgent }: NewLogin): Promise<string> {
    const token = newToken();
    const { browser, system } = browserNames(userAgent);
    const { idleMinutes, hours } = limitsForRoles(await this.rolesOf(personId), this.configuration);
    await this.database.asNobody((tx) =>
      tx.query(
        `insert into login_session (id, token_hash, person_id, acr, id_token, proved_at, browser, system, idle, ends_at, expires_at)
          select $1, $2, $3, $4, $5, $6, $7, $8, idle, now + most, now + least(idle, most)
          from (select clock_timestamp() as now, make_interval(secs => $9) as idle, make_interval(secs => $10) as most)`,
        [
          ...[randomUUID(), hashOf(token), personId, acr, idToken, provedAt, browser, system],
          ...[idleMinutes * 60, hours * 3_600],
        ],
      ),
    );
    return token;
  }

  /**
   * The same person proved again who they are, in the same browser: the login goes on, with its sockets, under another
   * token. The old token opens nothing any more.
   * @returns the new token; null when the login ended meanwhile
   */
  async renew(
    sessionId: string,
    personId: string,
    { acr, idToken, provedAt = null }: NewLogin,
  ): Promise<string | null> {
    const token = newToken();
    const { idleMinutes, hours } = limitsForRoles(await this.rolesOf(personId), this.configuration);
    const sql = `update login_session set token_hash = $3, acr = $4, id_token = $5, proved_at = $6,
        idle = make_interval(secs => $7), ends_at = clock_timestamp() + make_interval(secs => $8),
        expires_at = clock_timestamp() + make_interval(secs => least($7, $8)), last_used_at = clock_timestamp()
      where id = $1 and person_id = $2 and ended_at is null and expires_at > clock_timestamp() returning id`;
    const values = [sessionId, personId, hashOf(token), acr, idToken, provedAt, idleMinutes * 60, hours * 3_600];
    const [rows] = idRows.parse(await this.database.asNobody((tx) => tx.query(sql, values)));
    return rows.length === 0 ? null : token;
  }

  /** Somebody does something in this login: it does not end for lack of use. @returns when it ends; null when it has */
  async use(sessionId: string): Promise<{ endsAt: Date; endsAtLatest: Date } | null> {
    const sql = `update login_session set last_used_at = clock_timestamp(),
        expires_at = least(coalesce(ends_at, expires_at), clock_timestamp() + coalesce(idle, ends_at - clock_timestamp()))
      where id = $1 and ended_at is null and expires_at > clock_timestamp()
      returning expires_at as "endsAt", coalesce(ends_at, expires_at) as "endsAtLatest"`;
    const [[row]] = endRows.parse(await this.database.asNobody((tx) => tx.query(sql, [sessionId])));
    return row ?? null;
  }

  /** Roles that this person has at this moment; they decide what a login must be worth and how long it lasts. */
  async rolesOf(personId: string): Promise<readonly Role[]> {
    const sql = 'select role from person_role where person_id = $1';
    const rows = z.array(z.object({ role })).parse(await this.database.asNobody((tx) => tx.query(sql, [personId])));
    return rows.map((row) => row.role);
  }

  #suffices(acr: string | null, roles: readonly Role[]): boolean {
    const { oidc, assuranceByRole } = this.configuration;
    return assures(assuranceOf(acr, oidc), assuranceForRoles(roles, assuranceByRole));
  }

  /**
   * Ends a login. When this returns, no edit of that login commits any more; its sockets close within a second.
   * @param personId whose it must be; absent: anybody's
   * @returns the ID token it began with, if any, to end the provider's session too; undefined when there was none to end
   */
  async end(sessionId: string, personId: string | null = null): Promise<string | null | undefined> {
    return this.database.asNobody(async (tx) => {
      const sql = `update login_session set ended_at = clock_timestamp(), browser = null, system = null
        where id = $1 and person_id = coalesce($2, person_id) and ended_at is null returning person_id as "personId", id_token as "idToken"`;
      const [rows] = endedRows.parse(await tx.query(sql, [sessionId, personId]));
      const [row] = rows;
      if (row === undefined) return undefined;
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
const idRows = z.tuple([z.array(z.object({ id: z.string() })), z.number()]);
const endRows = z.tuple([z.array(z.object({ endsAt: z.date(), endsAtLatest: z.date() })), z.number()]);
