import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { changed, rows } from '@samenplan/api/access';
import { Configuration, Problem } from '@samenplan/api/platform';
import type { LetterCode } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { letterCodeHash, newStartCode } from '../start-codes';

/** A takeover letter lies at home until its reader wants it; it opens nothing without the date of birth. */
const VALID = { takeover: '1 year', recovery: '2 years' } as const;
const endRow = z.object({ expiresAt: z.date() });

/** Letters with a code that binds a login to somebody. The code is shown once; its hash is kept. */
@Injectable()
export class Letters {
  constructor(private readonly configuration: Configuration) {}

  /** In a transaction of the person whose letter it is; the earlier letter of the kind ends. */
  async make(
    tx: EntityManager,
    { personId, kind, madeBy }: { personId: string; kind: keyof typeof VALID; madeBy: string },
  ): Promise<LetterCode> {
    await this.end(tx, personId, kind);
    const code = newStartCode();
    const [made] = await rows(
      tx,
      endRow,
      `insert into account_code (id, person_id, kind, code_hash, made_by, expires_at)
        values ($1, $2, $3, $4, $5, clock_timestamp() + $6::interval) returning expires_at as "expiresAt"`,
      [randomUUID(), personId, kind, letterCodeHash(code), madeBy, VALID[kind]],
    );
    if (made === undefined) throw new Problem('unexpected-error');
    return { code, url: `${this.configuration.publicUrl}/account/${code}`, expiresAt: made.expiresAt.toISOString() };
  }

  async end(tx: EntityManager, personId: string, kind: keyof typeof VALID): Promise<void> {
    const sql =
      'update account_code set ended_at = clock_timestamp() where person_id = $1 and kind = $2 and ended_at is null';
    await changed(tx, sql, [personId, kind]);
  }
}
