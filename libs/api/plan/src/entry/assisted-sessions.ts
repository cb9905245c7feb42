import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Access, AccessLog, changed, Refused, rows, standingIn, titleOf, Titles } from '@samenplan/api/access';
import { AssistedLogins, Notices, People, type Visitor } from '@samenplan/api/identity';
import { Clock, Problem, RateLimit } from '@samenplan/api/platform';
import { z } from 'zod';
import { HelpedDecisions } from './helped-decisions';
import { Helping, withHelp } from './helping';

const BEGINNINGS = { burst: 10, perMinute: 1 };
const CONSENTS = { burst: 10, perMinute: 1 };
const endRow = z.object({ expiresAt: z.date() });

/**
 * The client decides on the device of a professional. Without an own login that is the client's way in; with one, the
 * client allows it first, on the own device. The client is told of each session.
 */
@Injectable()
export class AssistedSessions {
  readonly #beginnings: RateLimit;
  readonly #consents: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly titles: Titles,
    private readonly helping: Helping,
    private readonly decisions: HelpedDecisions,
    private readonly logins: AssistedLogins,
    private readonly notices: Notices,
    private readonly people: People,
    clock: Clock,
  ) {
    this.#beginnings = new RateLimit(clock, BEGINNINGS);
    this.#consents = new RateLimit(clock, CONSENTS);
  }

  /**
   * @returns also the value of a `Set-Cookie` header
   * @throws Problem `not-found` for who may not help here, `assisted-needs-consent`
   */
  async begin(visitor: Visitor, planId: string): Promise<{ planId: string; endsAt: string; cookie: string }> {
    this.#beginnings.demand(visitor.personId);
    const { clientId, place, hasLogin } = await this.access.act(visitor, (tx) =>
      this.helping.demand(tx, visitor, planId),
    );
    const acting = withHelp(visitor, clientId, { kind: 'assisted', planId });
    return this.access.act(acting, async (tx) => {
      if (hasLogin) {
        const sql = `update assisted_consent set used_at = clock_timestamp() where id = (
          select id from assisted_consent where plan_id = $1 and client_id = $2 and helper_id = $3 and used_at is null
            and expires_at > clock_timestamp() order by expires_at limit 1 for update)`;
        if ((await changed(tx, sql, [planId, clientId, visitor.personId])) === 0)
          throw new Problem('assisted-needs-consent');
      }
      const { id, cookie, endsAt } = await this.logins.begin(tx, visitor, { personId: clientId, planId });
      await this.decisions.keep(tx, acting, place, { id, kind: 'assisted', status: 'done' });
      await this.log.append(tx, acting, await standingIn(tx, clientId, planId, 'own'), {
        type: 'assisted-begun',
        action: 'E',
        sectionId: null,
        title: await titleOf(this.titles, tx, planId, null),
        detail: { kind: 'person', name: visitor.name },
      });
      await this.notices.add(tx, { personId: clientId, kind: 'assisted-decision', planId });
      return { planId, endsAt: endsAt.toISOString(), cookie };
    });
  }

  /** The client allows one professional one session within the hour. */
  async allow(visitor: Visitor, planId: string, helperId: string): Promise<{ expiresAt: string }> {
    this.#consents.demand(visitor.personId);
    return this.access.act(visitor, async (tx) => {
      const standing = await standingIn(tx, visitor.personId, planId, 'everybody');
      if (!standing.isClient) throw new Refused(planId, standing.sight === undefined ? 'not-found' : 'not-allowed');
      const helper = standing.of(helperId);
      const places = (await this.people.places(tx, [helperId])).get(helperId) ?? [];
      if (helper.sight === undefined || places.length === 0 || helper.coordinatorId === helperId)
        throw new Problem('recipient-unknown');
      const [made] = await rows(
        tx,
        endRow,
        `insert into assisted_consent (id, plan_id, client_id, helper_id, expires_at)
          values ($1, $2, $3, $4, clock_timestamp() + interval '1 hour') returning expires_at as "expiresAt"`,
        [randomUUID(), planId, visitor.personId, helperId],
      );
      if (made === undefined) throw new Problem('unexpected-error');
      return { expiresAt: made.expiresAt.toISOString() };
    });
  }
}
