import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Database } from '@samenplan/api/platform';
import { hashOf, newToken } from './cookies';
import { Logins } from './logins';
import type { Visitor } from './visitor';

const MINUTES = 30;
/** Longer than the login itself: a browser that forgot it earlier would act as the helper again without anybody asking. */
const COOKIE_SECONDS = 24 * 3_600;

const idRows = z.array(z.object({ id: z.string() }));
const madeRows = z.array(z.object({ endsAt: z.date() }));

/** A client who decides on the device of somebody who helps: a login of half an hour beside the helper's own. */
@Injectable()
export class AssistedLogins {
  constructor(
    private readonly database: Database,
    private readonly logins: Logins,
  ) {}

  /**
   * Begins one in the caller's transaction; an earlier one of the same helper ends. It ends after half an hour, after
   * five minutes without a request, and with the login of the helper.
   * @returns the value of a `Set-Cookie` header; only the hash of the token is kept
   */
  async begin(
    tx: EntityManager,
    helper: Visitor,
    client: { readonly personId: string; readonly planId: string },
  ): Promise<{ readonly id: string; readonly cookie: string; readonly endsAt: Date }> {
    await tx.query('update login_session set ended_at = clock_timestamp() where helper_id = $1 and ended_at is null', [
      helper.personId,
    ]);
    const id = randomUUID();
    const token = newToken();
    const [made] = madeRows.parse(
      await tx.query(
        `insert into login_session (id, token_hash, person_id, acr, expires_at, helper_id, helper_session_id, assisted_plan_id, idle_at)
          values ($1, $2, $3, null, clock_timestamp() + make_interval(mins => $4), $5, $6, $7, clock_timestamp() + interval '5 minutes')
          returning expires_at as "endsAt"`,
        [id, hashOf(token), client.personId, MINUTES, helper.personId, helper.sessionId, client.planId],
      ),
    );
    if (made === undefined) throw new Error('An insert answers its row');
    return { id, cookie: this.logins.assistedCookie.set(token, COOKIE_SECONDS), endsAt: made.endsAt };
  }

  /** Ends the one of this `Cookie` header. @returns values of `Set-Cookie` headers that forget it; none when there is none */
  async end(cookieHeader: string | undefined): Promise<readonly string[]> {
    const token = this.logins.assistedCookie.read(cookieHeader);
    if (token === undefined) return [];
    const sql = 'select id from login_session where token_hash = $1 and helper_id is not null and ended_at is null';
    const [found] = idRows.parse(await this.database.asNobody((tx) => tx.query(sql, [hashOf(token)])));
    if (found !== undefined) await this.logins.end(found.id);
    return [this.logins.assistedCookie.clear()];
  }

  /** Whether the person can log in without help. */
  async hasOwnLogin(tx: EntityManager, personId: string): Promise<boolean> {
    return (
      idRows.parse(await tx.query('select person_id as id from login where person_id = $1 limit 1', [personId]))
        .length > 0
    );
  }
}
