import { Injectable } from '@nestjs/common';
import { Configuration, Database } from '@samenplan/api/platform';
import { z } from 'zod';
import { hashOf, newToken, TokenCookie } from './cookies';
import { Notices } from './notices/notices';

const DAYS = 400;

const seen = z.array(z.object({ known: z.boolean(), first: z.boolean() }));

/**
 * Browsers that a person logged in with before. Each holds a secret of its own; only a hash over that secret and the
 * person is kept, so that the table does not tell who share a device.
 */
@Injectable()
export class KnownBrowsers {
  readonly #cookie: TokenCookie;

  constructor(
    private readonly database: Database,
    private readonly notices: Notices,
    configuration: Configuration,
  ) {
    this.#cookie = new TokenCookie('samenplan-known', configuration);
  }

  /**
   * Somebody logs in: a browser that is new for this person is told to the person, except at the very first login.
   * @returns the `Set-Cookie` header that lets the browser be known the next time
   */
  async meet(personId: string, cookieHeader: string | undefined): Promise<string> {
    const secret = this.#cookie.read(cookieHeader) ?? newToken();
    await this.database.as({ personId }, async (tx) => {
      await tx.query(
        `delete from known_browser where person_id = $1 and last_seen_at < clock_timestamp() - make_interval(days => $2)`,
        [personId, DAYS],
      );
      const hash = hashOf('known', personId, secret);
      const sql = `select exists (select from known_browser where person_id = $1 and browser_hash = $2) as known,
        not exists (select from known_browser where person_id = $1) as first`;
      const [found] = seen.parse(await tx.query(sql, [personId, hash]));
      await tx.query(
        `insert into known_browser (person_id, browser_hash) values ($1, $2)
          on conflict (person_id, browser_hash) do update set last_seen_at = clock_timestamp()`,
        [personId, hash],
      );
      if (found?.known === false && !found.first) await this.notices.add(tx, { personId, kind: 'login-new' });
    });
    return this.#cookie.set(secret, DAYS * 86_400);
  }
}
