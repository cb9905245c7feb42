import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database, Problem } from '@samenplan/api/platform';
import { assurances } from '@samenplan/shared/contracts';
import { hashOf } from './cookies';
import { LoginAttempt } from './login-attempt.entity';
import type { Handshake } from './openid';

export const ATTEMPT_SECONDS = 600;

const rows = z.tuple([
  z.array(
    z.object({
      nonce: z.string(),
      codeVerifier: z.string(),
      redirectUri: z.string(),
      assurance: z.enum(assurances).nullable(),
      fresh: z.boolean(),
      personId: z.string().nullable(),
      returnTo: z.string(),
    }),
  ),
  z.number(),
]);

/**
 * Logins on their way. An attempt belongs to one browser (its secret is part of the key) and is used once, so that
 * nobody can finish somebody else's login, or have somebody finish theirs.
 */
@Injectable()
export class LoginAttempts {
  constructor(private readonly database: Database) {}

  async keep(browser: string, { state, ...handshake }: Handshake, returnTo: string): Promise<void> {
    const expiresAt = new Date(Date.now() + ATTEMPT_SECONDS * 1000);
    await this.database.asNobody(async (tx) => {
      await tx.query('delete from login_attempt where expires_at < clock_timestamp()');
      await tx
        .getRepository(LoginAttempt)
        .insert({ stateHash: hashOf(state, browser), ...handshake, returnTo, expiresAt });
    });
  }

  /**
   * Takes the attempt away, whatever comes of it.
   * @throws Problem `login-failed` when it is unknown, used, too old, or of another browser
   */
  async take(browser: string | undefined, state: unknown): Promise<{ handshake: Handshake; returnTo: string }> {
    if (browser === undefined || typeof state !== 'string' || state.length > 200) throw new Problem('login-failed');
    const sql = `delete from login_attempt where state_hash = $1 and expires_at > clock_timestamp()
      returning nonce, code_verifier as "codeVerifier", redirect_uri as "redirectUri", assurance, fresh,
        person_id as "personId", return_to as "returnTo"`;
    const [[row]] = rows.parse(await this.database.asNobody((tx) => tx.query(sql, [hashOf(state, browser)])));
    if (row === undefined) throw new Problem('login-failed');
    const { returnTo, ...handshake } = row;
    return { handshake: { state, ...handshake }, returnTo };
  }
}
