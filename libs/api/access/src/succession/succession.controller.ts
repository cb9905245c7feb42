import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { successionRoutes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { PlanContactsReader } from './plan-contacts';
import { Successions } from './successions';

type Routes = typeof successionRoutes;

@Controller()
export class SuccessionController {
  constructor(
    private readonly contacts: PlanContactsReader,
    private readonly successions: Successions,
  ) {}

  @Route(successionRoutes.getPlanContacts)
  getPlanContacts(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['getPlanContacts']>,
  ): Promise<RouteAnswer<Routes['getPlanContacts']>> {
    return this.contacts.of(visitor, params.planId);
  }

  @Route(successionRoutes.proposeSuccessor)
  proposeSuccessor(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['proposeSuccessor']>,
  ): Promise<RouteAnswer<Routes['proposeSuccessor']>> {
    return this.successions.propose(visitor, params.planId, body.affiliationId);
  }

  @Route(successionRoutes.withdrawSuccession)
  withdrawSuccession(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['withdrawSuccession']>,
  ): Promise<void> {
    return this.successions.withdraw(visitor, params.planId, params.successionId);
  }

  @Route(successionRoutes.answerSuccession)
  answerSuccession(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['answerSuccession']>,
  ): Promise<void> {
    return this.successions.answer(visitor, params.planId, params.successionId, body);
  }
}
