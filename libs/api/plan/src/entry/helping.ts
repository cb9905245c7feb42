import { Injectable } from '@nestjs/common';
import { placeIn, Refused, rows, standingIn, type Acting, type Helper, type Standing } from '@samenplan/api/access';
import { AssistedLogins, People, type Place, type Visitor } from '@samenplan/api/identity';
import { Problem } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** A helper and a client, as this was found in a transaction of the helper. */
export interface Helped {
  readonly clientId: string;
  /** Of the helper: what this person sees of the plan by rights of the own. */
  readonly standing: Standing;
  readonly place: Place;
  /** The client can log in without help. */
  readonly hasLogin: boolean;
}

const madeRow = z.object({ clientId: z.string(), affiliationId: z.string() });

/** Who may help a client to decide: never the coordinator, never somebody without a place in an organisation. */
@Injectable()
export class Helping {
  constructor(
    private readonly people: People,
    private readonly logins: AssistedLogins,
  ) {}

  /** @throws Problem `not-allowed` for somebody without a place in an organisation */
  async place(tx: EntityManager, personId: string, affiliationId?: string | null): Promise<Place> {
    const places = (await this.people.places(tx, [personId])).get(personId) ?? [];
    const place = affiliationId == null ? places[0] : places.find((one) => one.affiliationId === affiliationId);
    if (place === undefined) throw new Problem('not-allowed');
    return place;
  }

  /**
   * Makes sure that the acting person may help the client of a plan: a professional who began it with the client, or
   * to whom the client shows something of it.
   * @throws Refused `not-found` for who does neither, `not-allowed` for the client, a representative and the coordinator
   */
  async demand(tx: EntityManager, { personId }: Acting, planId: string): Promise<Helped> {
    const standing = await standingIn(tx, personId, planId, 'own');
    const sql =
      'select client_id as "clientId", affiliation_id as "affiliationId" from assisted_client where plan_id = $1 and helper_id = $2';
    const [made] = await rows(tx, madeRow, sql, [planId, personId]);
    const sees = standing.sight !== undefined;
    if (!sees && made === undefined) throw new Refused(planId);
    const decides = sees && [standing.sight, standing.right(null)].some((right) => right?.level === 'manage');
    if (decides || standing.coordinatorId === personId) throw new Refused(planId, 'not-allowed');
    const clientId = made?.clientId ?? standing.rules.clientId;
    const place = await this.place(tx, personId, sees ? placeIn(standing).affiliationId : made?.affiliationId);
    return { clientId, standing, place, hasLogin: await this.logins.hasOwnLogin(tx, clientId) };
  }
}

/** The client acts, and every line names who helped. */
export function withHelp(
  { personId: id, name, traceId, address }: Visitor,
  clientId: string,
  help: Pick<Helper, 'kind' | 'planId' | 'witnessed'>,
): Acting {
  return { personId: clientId, traceId, address, helper: { id, name, ...help } };
}
