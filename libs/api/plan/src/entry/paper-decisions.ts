import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Access,
  AccessLog,
  Grants,
  oneAtATime,
  Refused,
  standingIn,
  titleOf,
  Titles,
  type Acting,
} from '@samenplan/api/access';
import { Notices, Recipients, type Place, type Visitor } from '@samenplan/api/identity';
import { Clock, Problem, RateLimit } from '@samenplan/api/platform';
import type { RouteAnswer, RouteInput, routes } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { HelpedDecisions, type DecisionDetails } from './helped-decisions';
import { Helping, withHelp, type Helped } from './helping';

type Paper = RouteInput<typeof routes.enterPaperDecision>['body'];
type Named = DecisionDetails['choices'];

const ENTRIES = { burst: 10, perMinute: 1 };
const OLDEST_DAYS = 60;

/** What a client without a login decided on paper, with a witness: entered by a professional, told to the client. */
@Injectable()
export class PaperDecisions {
  readonly #entries: RateLimit;

  constructor(
    private readonly access: Access,
    private readonly log: AccessLog,
    private readonly grants: Grants,
    private readonly titles: Titles,
    private readonly recipients: Recipients,
    private readonly notices: Notices,
    private readonly helping: Helping,
    private readonly decisions: HelpedDecisions,
    private readonly clock: Clock,
  ) {
    this.#entries = new RateLimit(clock, ENTRIES);
  }

  /**
   * All of it holds at once, or nothing. With the code of a colleague it waits until that colleague confirms.
   * @throws Problem `witness-needed` when who enters it would gain by it and no colleague was named,
   *   `assisted-needs-consent` when the client has an own login
   */
  async enter(visitor: Visitor, planId: string, paper: Paper): Promise<RouteAnswer<typeof routes.enterPaperDecision>> {
    this.#entries.demand(visitor.personId);
    this.#checkDate(paper.decidedOn);
    const { helped, named, witness } = await this.access.act(visitor, async (tx) => {
      const helped = await this.helping.demand(tx, visitor, planId);
      if (helped.hasLogin) throw new Problem('assisted-needs-consent');
      const named = await this.#named(tx, helped, paper.choices);
      return { helped, named, witness: await this.#witness(tx, visitor, helped, paper) };
    });
    const acting = withHelp(visitor, helped.clientId, { kind: 'paper', planId });
    const id = randomUUID();
    const status = witness.id === null ? 'done' : 'waiting';
    await this.access.act(acting, async (tx) => {
      await this.decisions.keep(tx, acting, helped.place, {
        id,
        kind: 'paper',
        status,
        decidedOn: paper.decidedOn,
        witnessId: witness.id,
        witness: witness.name,
        choices: named,
      });
      if (status === 'done') await this.carryOut(tx, acting, planId, { ...paper, witness: witness.name }, named);
      await this.notices.add(tx, { personId: helped.clientId, kind: 'assisted-decision', planId });
      if (witness.id !== null) await this.notices.add(tx, { personId: witness.id, kind: 'witness-asked' });
    });
    return { id, status };
  }

  /** In a transaction of the client with the helper. */
  async carryOut(
    tx: EntityManager,
    acting: Acting,
    planId: string,
    { decidedOn, witness }: { readonly decidedOn: string; readonly witness: string },
    choices: Named,
  ): Promise<void> {
    await oneAtATime(tx, planId);
    const standing = await standingIn(tx, acting.personId, planId, 'own');
    await this.log.append(tx, acting, standing, {
      type: 'paper-decided',
      action: 'E',
      sectionId: null,
      title: await titleOf(this.titles, tx, planId, null),
      detail: { kind: 'paper', helper: acting.helper?.name ?? '', witness, on: decidedOn },
    });
    for (const { name: _name, ...choice } of choices) {
      if (!standing.meets(choice.sectionId ?? null, 'manage')) throw new Refused(planId);
      await this.grants.createIn(tx, acting, standing, choice);
    }
  }

  /** A form lies on a desk for some weeks at most, and nobody signs for tomorrow. */
  #checkDate(decidedOn: string): void {
    const now = this.clock.now().getTime();
    const day = Date.parse(decidedOn);
    if (day > now || day < now - OLDEST_DAYS * 86_400_000)
      throw new Problem('input-invalid', { errors: [{ path: 'body.decidedOn', message: 'not-lately' }] });
  }

  /** Only sections that the helper sees: who enters a form learns of no other by its answer. */
  async #named(tx: EntityManager, { standing }: Helped, choices: Paper['choices']): Promise<Named> {
    const named: Named = [];
    for (const choice of choices) {
      if (choice.sectionId !== undefined && !standing.sees(choice.sectionId)) throw new Refused(choice.sectionId);
      const found = await this.recipients.find(tx, choice.recipient, choice.affiliationId);
      if (found === null) throw new Problem('recipient-unknown');
      named.push({ ...choice, name: found.name });
    }
    return named;
  }

  /** @throws Problem `code-invalid` unless the code is of a colleague who has nothing to gain and is not the helper */
  async #witness(
    tx: EntityManager,
    visitor: Visitor,
    { clientId }: Helped,
    { witness, choices }: Paper,
  ): Promise<{ id: string | null; name: string }> {
    if ('name' in witness) return { id: null, name: witness.name };
    const found = await this.recipients.byCode(tx, witness.code);
    const involved = [visitor.personId, clientId, ...choices.map(({ recipient }) => recipient.id)];
    if (found === null || found.position === null || involved.includes(found.id)) throw new Problem('code-invalid');
    return { id: found.id, name: found.name };
  }

  /** For {@link PaperConfirmations}: the helper of that moment still has a place in an organisation. */
  placeOf(tx: EntityManager, helperId: string): Promise<Place> {
    return this.helping.place(tx, helperId);
  }
}
