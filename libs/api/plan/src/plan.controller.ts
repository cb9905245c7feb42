import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { Plans } from './plans';

@Controller()
export class PlanController {
  constructor(private readonly plans: Plans) {}

  @Route(routes.listPlans)
  async listPlans(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.listPlans>> {
    return { items: await this.plans.list(visitor) };
  }

  @Route(routes.createPlan)
  createPlan(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.createPlan>,
  ): Promise<RouteAnswer<typeof routes.createPlan>> {
    return this.plans.create(visitor, body.title);
  }

  @Route(routes.getPlan)
  async getPlan(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getPlan>,
  ): Promise<RouteAnswer<typeof routes.getPlan>> {
    const plan = await this.plans.get(visitor, params.planId);
    // "Alleen ik zie dit" is nobody else's to read on the screen of a helper, its name neither.
    return visitor.helper === null ? plan : { ...plan, sections: plan.sections.filter(({ onlyMe }) => !onlyMe) };
  }

  @Route(routes.changePlan)
  changePlan(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.changePlan>,
  ): Promise<RouteAnswer<typeof routes.changePlan>> {
    return this.plans.change(visitor, params.planId, body);
  }

  @Route(routes.setCoordinator)
  setCoordinator(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.setCoordinator>,
  ): Promise<void> {
    return this.plans.setCoordinator(visitor, params.planId, body.personId);
  }

  @Route(routes.getPreview)
  getPreview(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getPreview>,
  ): Promise<RouteAnswer<typeof routes.getPreview>> {
    return this.plans.preview(visitor, params.planId, params.personId);
  }
}
