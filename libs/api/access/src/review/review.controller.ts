import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { Reviews } from './reviews';

@Controller()
export class ReviewController {
  constructor(private readonly reviews: Reviews) {}

  @Route(routes.getAccessReview)
  getAccessReview(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getAccessReview>,
  ): Promise<RouteAnswer<typeof routes.getAccessReview>> {
    return this.reviews.get(visitor, params.planId);
  }

  @Route(routes.createAccessReview)
  async createAccessReview(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.createAccessReview>,
  ): Promise<RouteAnswer<typeof routes.createAccessReview>> {
    return { items: await this.reviews.create(visitor, params.planId, body) };
  }
}
