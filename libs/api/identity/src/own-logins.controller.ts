import { Controller } from '@nestjs/common';
import { Clock, Input, Problem, RateLimit, Route } from '@samenplan/api/platform';
import { loginRoutes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { OwnLogins } from './own-logins';
import { CurrentVisitor, type Visitor } from './visitor';

/** Each ending takes the lock of a login, which edits of that login wait for. */
const endings = { burst: 60, perMinute: 60 };

@Controller()
export class OwnLoginsController {
  readonly #endings: RateLimit;

  constructor(
    private readonly own: OwnLogins,
    clock: Clock,
  ) {
    this.#endings = new RateLimit(clock, endings);
  }

  @Route(loginRoutes.listLogins)
  async listLogins(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof loginRoutes.listLogins>> {
    return { items: await this.own.list(visitor) };
  }

  /** @throws Problem `not-found` for a login that has ended, is of somebody else or never was */
  @Route(loginRoutes.endLogin)
  async endLogin(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof loginRoutes.endLogin>,
  ): Promise<void> {
    this.#endings.demand(visitor.personId);
    if (!(await this.own.end(visitor, params.loginId))) throw new Problem('not-found');
  }

  @Route(loginRoutes.endLogins)
  async endLogins(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof loginRoutes.endLogins>,
  ): Promise<RouteAnswer<typeof loginRoutes.endLogins>> {
    this.#endings.demand(visitor.personId);
    return { ended: await this.own.endAll(visitor, body.keepCurrent) };
  }

  @Route(loginRoutes.extendLogin)
  async extendLogin(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof loginRoutes.extendLogin>> {
    return this.own.extend(visitor);
  }
}
