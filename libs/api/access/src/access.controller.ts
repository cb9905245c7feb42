import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { Audience } from './audience';
import { Grants } from './grants';
import { Requests } from './requests';

@Controller()
export class AccessController {
  constructor(
    private readonly grants: Grants,
    private readonly audience: Audience,
    private readonly requests: Requests,
  ) {}

  @Route(routes.listGrants)
  async listGrants(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.listGrants>,
  ): Promise<RouteAnswer<typeof routes.listGrants>> {
    return { items: await this.grants.list(visitor, params.planId) };
  }

  @Route(routes.createGrant)
  createGrant(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.createGrant>,
  ): Promise<RouteAnswer<typeof routes.createGrant>> {
    return this.grants.create(visitor, params.planId, body);
  }

  @Route(routes.changeGrant)
  changeGrant(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.changeGrant>,
  ): Promise<RouteAnswer<typeof routes.changeGrant>> {
    return this.grants.change(visitor, params, body);
  }

  @Route(routes.stopGrant)
  stopGrant(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.stopGrant>,
  ): Promise<void> {
    return this.grants.stop(visitor, params);
  }

  @Route(routes.getAudience)
  async getAudience(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getAudience>,
  ): Promise<RouteAnswer<typeof routes.getAudience>> {
    return { items: await this.audience.of(visitor, params.planId) };
  }

  @Route(routes.listAccessRequests)
  async listAccessRequests(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.listAccessRequests>> {
    const items = await this.requests.list(visitor);
    const { helper } = visitor;
    // On the screen of a helper only questions about the plan that is decided about.
    return { items: helper === null ? items : items.filter(({ planId }) => planId === helper.planId) };
  }

  @Route(routes.createAccessRequest)
  createAccessRequest(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.createAccessRequest>,
  ): Promise<RouteAnswer<typeof routes.createAccessRequest>> {
    return this.requests.create(visitor, params.planId, body.sectionId);
  }

  @Route(routes.answerAccessRequest)
  answerAccessRequest(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.answerAccessRequest>,
  ): Promise<void> {
    return this.requests.answer(visitor, params.planId, params.requestId, body);
  }
}
