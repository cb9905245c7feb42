import { Injectable } from '@nestjs/common';
import { Access, changed, facesOf, Refused, rows } from '@samenplan/api/access';
import { AssistedLogins, Notices, type Visitor } from '@samenplan/api/identity';
import { Problem } from '@samenplan/api/platform';
import type { PaperConfirmation } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { HelpedDecisions, type DecisionDetails } from './helped-decisions';
import { withHelp } from './helping';
import { PaperDecisions } from './paper-decisions';

const waitingRow = z.object({
  id: z.string(),
  planId: z.string(),
  clientId: z.string(),
  helperId: z.string(),
  decidedOn: z.string(),
  details: z.instanceof(Uint8Array),
});
type Row = z.infer<typeof waitingRow>;
type Waiting = { readonly row: Row; readonly details: DecisionDetails };
const WAITING = `select id, plan_id as "planId", client_id as "clientId", helper_id as "helperId",
    decided_on::text as "decidedOn", details
  from helped_decision where witness_id = $1 and status = 'waiting' and at > clock_timestamp() - interval '14 days'`;

/** The witness of a form of paper says with an own login that this was so; only then it holds. */
@Injectable()
export class PaperConfirmations {
  constructor(
    private readonly access: Access,
    private readonly decisions: HelpedDecisions,
    private readonly papers: PaperDecisions,
    private readonly logins: AssistedLogins,
    private readonly notices: Notices,
  ) {}

  async list(visitor: Visitor): Promise<PaperConfirmation[]> {
    return this.access.act(visitor, async (tx) => {
      const waiting = await this.#waiting(tx, visitor, null);
      const clients = await facesOf(
        tx,
        waiting.map(({ row }) => ({ personId: row.clientId, affiliationId: null })),
      );
      return waiting.map(({ row, details }) => ({
        id: row.id,
        client: {
          name: clients.get(row.clientId)?.name ?? '',
          birthDate: clients.get(row.clientId)?.birthDate ?? null,
        },
        helper: { name: details.helper, function: details.function, organisation: details.organisation },
        decidedOn: row.decidedOn,
        choices: details.choices.map(({ name, sectionId, effect, level = null, endsAt = null }) => ({
          recipient: name,
          object: sectionId === undefined ? ('plan' as const) : ('section' as const),
          effect,
          level,
          endsAt,
        })),
      }));
    });
  }

  /** Yes carries out all that the form says, as the client; of two answers one counts. */
  async answer(visitor: Visitor, decisionId: string, answer: 'yes' | 'no'): Promise<void> {
    const { row, details } = await this.access.act(visitor, async (tx) => {
      const [found] = await this.#waiting(tx, visitor, decisionId);
      if (found === undefined) throw new Refused(decisionId);
      await this.papers.placeOf(tx, visitor.personId);
      await this.papers.placeOf(tx, found.row.helperId);
      return found;
    });
    const { planId, clientId, helperId, decidedOn } = row;
    const helper = { ...visitor, personId: helperId, name: details.helper };
    const acting = withHelp(helper, clientId, { kind: 'paper', planId, witnessed: true });
    await this.access.act(acting, async (tx) => {
      // Meanwhile the client may have taken over: then the client decides alone.
      if (await this.logins.hasOwnLogin(tx, clientId)) throw new Problem('assisted-needs-consent');
      const sql = `update helped_decision set status = $3 where id = $1 and witness_id = $2 and status = 'waiting'`;
      const status = answer === 'yes' ? 'done' : 'refused';
      if ((await changed(tx, sql, [decisionId, visitor.personId, status])) === 0) throw new Refused(decisionId);
      if (answer === 'yes')
        await this.papers.carryOut(tx, acting, planId, { decidedOn, witness: visitor.name }, details.choices);
      await this.notices.add(tx, { personId: clientId, kind: 'assisted-decision', planId });
    });
  }

  async #waiting(tx: EntityManager, { personId }: Visitor, decisionId: string | null): Promise<Waiting[]> {
    const sql = `${WAITING} and ($2::uuid is null or id = $2) order by at, id limit 50`;
    const found = await rows(tx, waitingRow, sql, [personId, decisionId]);
    const opened: Waiting[] = [];
    for (const row of found)
      opened.push({ row, details: await this.decisions.open(tx, row.planId, row.id, row.details) });
    return opened;
  }
}
