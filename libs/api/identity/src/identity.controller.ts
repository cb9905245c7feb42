import { Controller } from '@nestjs/common';
import { identityRoutes, type Me, type Recipient, type RouteInput } from '@samenplan/shared/contracts';
import { Clock, Configuration, Database, Input, Problem, RateLimit, Route } from '@samenplan/api/platform';
import { People, positionOf } from './people';
import { Recipients } from './recipients';
import { CurrentVisitor, type Visitor } from './visitor';

/** Typing asks often. */
const searches = { burst: 40, perMinute: 120 };
/** A code has 50 bits; guessing stays hopeless. */
const codes = { burst: 10, perMinute: 10 };

@Controller()
export class IdentityController {
  readonly #searches: RateLimit;
  readonly #codes: RateLimit;

  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly recipients: Recipients,
    private readonly configuration: Configuration,
    clock: Clock,
  ) {
    this.#searches = new RateLimit(clock, searches);
    this.#codes = new RateLimit(clock, codes);
  }

  @Route(identityRoutes.getMe)
  getMe(@CurrentVisitor() visitor: Visitor): Promise<Me> {
    return this.database.as(visitor, async (tx) => {
      const places = (await this.people.places(tx, [visitor.personId])).get(visitor.personId) ?? [];
      return {
        id: visitor.personId,
        name: visitor.name,
        roles: await this.people.roles(tx, visitor.personId),
        positions: places.map(positionOf),
        loginEndsAt: visitor.endsAt.toISOString(),
        loginEndsAtLatest: visitor.endsAtLatest.toISOString(),
        acr: visitor.acr,
        assisted: visitor.helper === null ? null : { helper: visitor.helper.name, planId: visitor.helper.planId },
      };
    });
  }

  @Route(identityRoutes.getContactCode)
  async getContactCode(@CurrentVisitor() visitor: Visitor): Promise<{ code: string; url: string }> {
    const code = await this.database.as(visitor, (tx) => this.people.contactCode(tx, visitor.personId));
    return { code, url: `${this.configuration.publicUrl}/code/${code}` };
  }

  @Route(identityRoutes.findRecipients)
  async findRecipients(
    @CurrentVisitor() visitor: Visitor,
    @Input() { query }: RouteInput<typeof identityRoutes.findRecipients>,
  ): Promise<{ items: Recipient[] }> {
    this.#searches.demand(visitor.personId);
    return { items: await this.database.as(visitor, (tx) => this.recipients.search(tx, query.search)) };
  }

  /** @throws Problem `code-invalid` for every code that nobody shows */
  @Route(identityRoutes.findRecipientByCode)
  async findRecipientByCode(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof identityRoutes.findRecipientByCode>,
  ): Promise<Recipient> {
    this.#codes.demand(visitor.personId);
    const found = await this.database.as(visitor, (tx) => this.recipients.byCode(tx, body.code));
    if (found === null) throw new Problem('code-invalid');
    return found;
  }
}
