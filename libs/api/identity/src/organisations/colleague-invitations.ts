import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Configuration, Database, Problem, RateLimit } from '@samenplan/api/platform';
import { duty, type organisationRoutes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { newContactCode } from '../accounts';
import type { Visitor } from '../visitor';
import { Administration, changeOne } from './administration';

type Invite = RouteInput<typeof organisationRoutes.inviteColleague>['body'];
type Invited = RouteAnswer<typeof organisationRoutes.inviteColleague>;
type LookedUp = RouteAnswer<typeof organisationRoutes.lookUpColleagueInvitation>;

const VALID = '21 days';
const INVITES = { burst: 30, perMinute: 10 };
/** Guessing at 50 bits stays hopeless at this rate. */
const LOOKUPS = { burst: 10, perMinute: 10 };

const madeRows = z.array(z.object({ number: z.int(), expiresAt: z.date() }));
const functionRows = z.array(z.object({ id: z.string() }));
const foundRows = z.array(
  z.object({
    organisation: z.string(),
    function: z.string().nullable(),
    duties: z.array(duty),
    administrator: z.boolean(),
    invitedBy: z.string(),
    own: z.boolean(),
    expiresAt: z.date(),
  }),
);
const acceptedRows = z.array(z.object({ organisation: z.string().nullable() }));

/** What is stored of a code: whoever reads the database can't use it. */
export const colleagueCodeHash = (code: string): Buffer =>
  createHash('sha256').update(`colleague-invitation:${code}`).digest();

/**
 * A new colleague or administrator is let in by a code on paper or screen. It names nobody; whoever confirms it, logged
 * in with an own login, is bound. Opening it uses up nothing, and nobody can use a code of their own.
 */
@Injectable()
export class ColleagueInvitations {
  readonly #invites: RateLimit;
  readonly #lookups: RateLimit;

  constructor(
    private readonly database: Database,
    private readonly administration: Administration,
    private readonly configuration: Configuration,
    clock: Clock,
  ) {
    this.#invites = new RateLimit(clock, INVITES);
    this.#lookups = new RateLimit(clock, LOOKUPS);
  }

  /** @throws Problem `input-invalid` for an invitation to nothing, `not-found` for a function of elsewhere */
  async invite(visitor: Visitor, organisationId: string, { functionId, administrator }: Invite): Promise<Invited> {
    if (functionId === null && !administrator)
      throw new Problem('input-invalid', { errors: [{ path: 'body.functionId', message: 'choose-one' }] });
    this.#invites.demand(visitor.personId);
    return this.administration.of(visitor, organisationId, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 15))', [organisationId]);
      const own = 'select id from job_function where id = $1 and organisation_id = $2';
      if (functionId !== null && functionRows.parse(await tx.query(own, [functionId, organisationId])).length === 0)
        throw new Problem('not-found');
      const id = randomUUID();
      const code = newContactCode();
      const sql = `insert into colleague_invitation (id, organisation_id, number, function_id, administrator, code_hash, created_by, expires_at)
        select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, clock_timestamp() + $7::interval
          from colleague_invitation where organisation_id = $2
        returning number, expires_at as "expiresAt"`;
      const [made] = madeRows.parse(
        await tx.query(sql, [
          id,
          organisationId,
          functionId,
          administrator,
          colleagueCodeHash(code),
          visitor.personId,
          VALID,
        ]),
      );
      if (made === undefined) throw new Problem('unexpected-error');
      return {
        id,
        number: made.number,
        code,
        url: `${this.configuration.publicUrl}/collega/${code}`,
        expiresAt: made.expiresAt.toISOString(),
      };
    });
  }

  async cancel(visitor: Visitor, organisationId: string, invitationId: string): Promise<void> {
    await this.administration.of(visitor, organisationId, (tx) =>
      changeOne(
        tx,
        'update colleague_invitation set cancelled_at = clock_timestamp() where id = $1 and organisation_id = $2',
        [invitationId, organisationId],
      ),
    );
  }

  /** @throws Problem `code-invalid` for every code that can't be used now, whatever the cause */
  async lookUp(visitor: Visitor, code: string): Promise<LookedUp> {
    this.#lookups.demand(visitor.personId);
    return this.database.as(visitor, async (tx) => {
      const sql = `select organisation, function, duties, administrator, invited_by as "invitedBy", own,
          expires_at as "expiresAt" from colleague_invitation_of_code($1)`;
      const [found] = foundRows.parse(await tx.query(sql, [colleagueCodeHash(code)]));
      if (found === undefined) throw new Problem('code-invalid');
      return { ...found, expiresAt: found.expiresAt.toISOString() };
    });
  }

  /** Of two who confirm at one moment one wins. @throws Problem `code-invalid`, also for a code of one's own */
  async accept(visitor: Visitor, code: string): Promise<{ organisation: string }> {
    this.#lookups.demand(visitor.personId);
    return this.database.as(visitor, async (tx) => {
      const sql = 'select accept_colleague_invitation($1) as organisation';
      const [accepted] = acceptedRows.parse(await tx.query(sql, [colleagueCodeHash(code)]));
      if (accepted?.organisation == null) throw new Problem('code-invalid');
      return { organisation: accepted.organisation };
    });
  }
}
