import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { PlanStarts } from './plan-starts';

@Controller()
export class PlanStartController {
  constructor(private readonly starts: PlanStarts) {}

  @Route(routes.listPlanStarts)
  async listPlanStarts(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.listPlanStarts>> {
    return { items: await this.starts.list(visitor) };
  }

  @Route(routes.createPlanStart)
  createPlanStart(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.createPlanStart>> {
    return this.starts.create(visitor);
  }

  @Route(routes.cancelPlanStart)
  cancelPlanStart(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.cancelPlanStart>,
  ): Promise<void> {
    return this.starts.cancel(visitor, params.startId);
  }

  @Route(routes.lookUpPlanStart)
  lookUpPlanStart(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.lookUpPlanStart>,
  ): Promise<RouteAnswer<typeof routes.lookUpPlanStart>> {
    return this.starts.lookUp(visitor, body.code);
  }

  @Route(routes.claimPlanStart)
  claimPlanStart(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.claimPlanStart>,
  ): Promise<RouteAnswer<typeof routes.claimPlanStart>> {
    return this.starts.claim(visitor, body);
  }
}
