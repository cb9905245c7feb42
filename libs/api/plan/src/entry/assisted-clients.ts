import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Access, rows } from '@samenplan/api/access';
import { cleanName, newContactCode, type Visitor } from '@samenplan/api/identity';
import { Clock, Problem, RateLimit } from '@samenplan/api/platform';
import type { LetterCode, RouteAnswer, RouteInput, routes } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { PlanMaking } from '../plan-making';
import { Helping, withHelp } from './helping';
import { Letters } from './letters';

/** Nobody sits with dozens of clients in a row. */
const BEGINNINGS = { burst: 10, perMinute: 0.5 };
const OLDEST = '1900-01-01';
const clientRow = z.object({
  planId: z.string(),
  name: z.string(),
  birthDate: z.string().nullable(),
  startedAt: z.date(),
  takenOver: z.boolean(),
});

/** Clients without a login: a professional begins the plan with the client there, and sees nothing of it by that. */
@Injectable()
export class AssistedClients {
  readonly #beginnings: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly helping: Helping,
    private readonly making: PlanMaking,
    private readonly letters: Letters,
    private readonly clock: Clock,
  ) {
    this.#beginnings = new RateLimit(clock, BEGINNINGS);
  }

  /** Those whom the acting person helped to begin, newest first. */
  async list(visitor: Visitor): Promise<RouteAnswer<typeof routes.listAssistedClients>['items']> {
    return this.access.act(visitor, async (tx) => {
      const sql = `select c.plan_id as "planId", p.name, p.birth_date::text as "birthDate", c.created_at as "startedAt",
          exists (select from login l where l.person_id = c.client_id) as "takenOver"
        from assisted_client c join person p on p.id = c.client_id
        where c.helper_id = $1 order by c.created_at desc, c.plan_id`;
      const found = await rows(tx, clientRow, sql, [visitor.personId]);
      return found.map((client) => ({ ...client, startedAt: client.startedAt.toISOString() }));
    });
  }

  /**
   * The client and the plan with the own story, all at once.
   * @throws Problem `not-allowed` outside organisations; `conflict` when one began for the same name and date already
   */
  async create(
    visitor: Visitor,
    given: RouteInput<typeof routes.createAssistedClient>['body'],
  ): Promise<{ planId: string; letter: LetterCode }> {
    this.#beginnings.demand(visitor.personId);
    const name = cleanName(given.name);
    const { birthDate, title } = given;
    if (birthDate < OLDEST || birthDate > this.clock.now().toISOString().slice(0, 10))
      throw new Problem('input-invalid', { errors: [{ path: 'body.birthDate', message: 'not-a-birth-date' }] });
    const place = await this.access.act(visitor, (tx) => this.helping.place(tx, visitor.personId));
    const known = await this.list(visitor);
    if (known.some((one) => one.birthDate === birthDate && one.name.toLowerCase() === name.toLowerCase()))
      throw new Problem('conflict');
    const clientId = randomUUID();
    // The plan has no id yet, and nobody has anything in it.
    const acting = withHelp(visitor, clientId, { kind: 'assisted', planId: clientId });
    return this.access.act(acting, async (tx) => {
      await tx.query('insert into person (id, name, birth_date, contact_code) values ($1, $2, $3, $4)', [
        clientId,
        name,
        birthDate,
        newContactCode(),
      ]);
      const { planId } = await this.making.plan(tx, acting, title);
      await tx.query(
        'insert into assisted_client (client_id, plan_id, helper_id, affiliation_id) values ($1, $2, $3, $4)',
        [clientId, planId, visitor.personId, place.affiliationId],
      );
      const letter = await this.letters.make(tx, { personId: clientId, kind: 'takeover', madeBy: visitor.personId });
      return { planId, letter };
    });
  }

  /**
   * Another letter, for a client who lost the first one.
   * @throws Problem `assisted-needs-consent` when the client has an own login: then there is nothing to take over
   */
  async letter(visitor: Visitor, planId: string): Promise<LetterCode> {
    this.#beginnings.demand(visitor.personId);
    const { clientId, hasLogin } = await this.access.act(visitor, (tx) => this.helping.demand(tx, visitor, planId));
    if (hasLogin) throw new Problem('assisted-needs-consent');
    const acting = withHelp(visitor, clientId, { kind: 'assisted', planId });
    return this.access.act(acting, (tx) =>
      this.letters.make(tx, { personId: clientId, kind: 'takeover', madeBy: visitor.personId }),
    );
  }
}
