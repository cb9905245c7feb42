import { Injectable } from '@nestjs/common';
import { Access, AccessLog, rows, standingIn, titleOf, Titles, type Acting } from '@samenplan/api/access';
import { Logins, Notices, People, type Visitor } from '@samenplan/api/identity';
import { Clock, Database, Problem, RateLimit } from '@samenplan/api/platform';
import type { LetterCode, NoticeKind, RouteAnswer, routes } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { letterCodeHash } from '../start-codes';
import { Letters } from './letters';

/** Guessing at 50 bits stays hopeless at this rate. */
const GUESSES = { burst: 10, perMinute: 10 };
const LETTERS = { burst: 5, perMinute: 1 };
/** How long an earlier login can refuse before a letter gives its account away. */
const WAIT = '3 days';

const foundRow = z.object({
  kind: z.enum(['takeover', 'recovery']),
  madeBy: z.string().nullable(),
  expiresAt: z.date(),
  dueAt: z.date().nullable(),
});
const claimRow = z.object({
  outcome: z.enum(['bound', 'begun', 'waiting', 'in-use', 'invalid']),
  person: z.string().nullable(),
  due: z.date().nullable(),
});
/** What the person of the letter hears: somebody asks to be let in, or was. */
const told: Partial<Record<z.infer<typeof claimRow>['outcome'], NoticeKind>> = {
  begun: 'account-asked',
  bound: 'login-new',
};
const letterRow = z.object({ madeAt: z.date(), expiresAt: z.date(), dueAt: z.date().nullable() });
const idRow = z.object({ id: z.string() });
const tokenRow = z.object({ idToken: z.string().nullable() });

/**
 * Letters that bind a login to somebody: a client who had none takes over the own plan, and whoever lost a login finds
 * the way back. Looking a code up uses up nothing and says nothing about whose it is.
 */
@Injectable()
export class AccountCodes {
  readonly #guesses: RateLimit;
  readonly #letters: RateLimit;

  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly titles: Titles,
    private readonly people: People,
    private readonly logins: Logins,
    private readonly notices: Notices,
    private readonly letters: Letters,
    clock: Clock,
  ) {
    this.#guesses = new RateLimit(clock, GUESSES);
    this.#letters = new RateLimit(clock, LETTERS);
  }

  /** @throws Problem `code-invalid` for every code that binds nothing now, whatever the cause */
  async lookUp(visitor: Visitor, code: string): Promise<RouteAnswer<typeof routes.lookUpAccountCode>> {
    this.#guesses.demand(visitor.personId);
    return this.database.as(visitor, async (tx) => {
      const sql =
        'select kind, made_by as "madeBy", expires_at as "expiresAt", due_at as "dueAt" from account_code_of($1)';
      const [found] = await rows(tx, foundRow, sql, [letterCodeHash(code)]);
      if (found === undefined) throw new Problem('code-invalid');
      const { kind, madeBy, expiresAt, dueAt } = found;
      const name = madeBy === null ? null : ((await this.people.names(tx, [madeBy])).get(madeBy) ?? null);
      return { kind, madeBy: name, expiresAt: expiresAt.toISOString(), dueAt: dueAt?.toISOString() ?? null };
    });
  }

  /**
   * Binds the login of this moment. With a recovery letter of somebody who still has a login it first waits three days,
   * in which that login can refuse.
   * @returns with `bound` also the value of a `Set-Cookie` header of the new login
   * @throws Problem `code-invalid` (also for a wrong date of birth), `account-in-use` for a login that is somebody already
   */
  async claim(
    visitor: Visitor,
    code: string,
    birthDate: string | null,
  ): Promise<RouteAnswer<typeof routes.claimAccountCode> & { cookie: string | null }> {
    this.#guesses.demand(visitor.personId);
    const idToken = await this.#idTokenOf(visitor);
    // Committed whatever the outcome: a wrong date counts.
    const { outcome, person, due } = await this.database.as(visitor, async (tx) => {
      const sql = 'select outcome, person, due from claim_account($1, $2::date, $3::interval)';
      const [claimed] = await rows(tx, claimRow, sql, [letterCodeHash(code), birthDate, WAIT]);
      if (claimed === undefined) throw new Problem('unexpected-error');
      const kind = told[claimed.outcome];
      if (kind !== undefined && claimed.person !== null) await this.notices.add(tx, { personId: claimed.person, kind });
      return claimed;
    });
    if (outcome === 'in-use') throw new Problem('account-in-use');
    if (outcome === 'invalid' || person === null) throw new Problem('code-invalid');
    if (outcome !== 'bound') return { outcome: 'waiting', dueAt: due?.toISOString() ?? null, cookie: null };
    await this.#tell({ ...visitor, personId: person });
    const token = await this.logins.begin(person, { acr: visitor.acr, idToken, provedAt: visitor.provedAt });
    const seconds = (visitor.endsAtLatest.getTime() - Date.now()) / 1000;
    return { outcome, dueAt: null, cookie: this.logins.cookie.set(token, seconds) };
  }

  /** The own letter for when the login is lost; only for people without a place in an organisation. */
  async make(visitor: Visitor): Promise<LetterCode> {
    this.#letters.demand(visitor.personId);
    const { personId } = visitor;
    return this.access.act(visitor, async (tx) => {
      if ((await this.people.places(tx, [personId])).size > 0) throw new Problem('not-allowed');
      return this.letters.make(tx, { personId, kind: 'recovery', madeBy: personId });
    });
  }

  async get({ personId }: Visitor): Promise<RouteAnswer<typeof routes.getRecoveryLetter>> {
    const [letter] = await this.database.as({ personId }, (tx) =>
      rows(
        tx,
        letterRow,
        `select created_at as "madeAt", expires_at as "expiresAt", due_at as "dueAt" from account_code
          where person_id = $1 and kind = 'recovery' and ended_at is null and expires_at > clock_timestamp()`,
        [personId],
      ),
    );
    if (letter === undefined) return { letter: null, claimDueAt: null };
    const { madeAt, expiresAt, dueAt } = letter;
    return {
      letter: { madeAt: madeAt.toISOString(), expiresAt: expiresAt.toISOString() },
      claimDueAt: dueAt?.toISOString() ?? null,
    };
  }

  /** Also refuses whoever began to use it. */
  async end({ personId }: Visitor): Promise<void> {
    await this.database.as({ personId }, (tx) => this.letters.end(tx, personId, 'recovery'));
  }

  /** A line in each own plan: from now on another login decides there. */
  async #tell(acting: Acting): Promise<void> {
    await this.access.act(acting, async (tx) => {
      const plans = await rows(tx, idRow, 'select plan_id as id from plan_access where client_id = $1', [
        acting.personId,
      ]);
      for (const { id } of plans)
        await this.log.append(tx, acting, await standingIn(tx, acting.personId, id, 'own'), {
          type: 'account-taken-over',
          action: 'E',
          sectionId: null,
          title: await titleOf(this.titles, tx, id, null),
        });
    });
  }

  /** To end the provider's session with the new login too. */
  async #idTokenOf({ sessionId }: Visitor): Promise<string | null> {
    const sql = 'select id_token as "idToken" from login_session where id = $1';
    const [found] = await this.database.asNobody((tx) => rows(tx, tokenRow, sql, [sessionId]));
    return found?.idToken ?? null;
  }
}
