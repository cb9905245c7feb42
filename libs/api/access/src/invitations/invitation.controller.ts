import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { InvitationConfirmations } from './invitation-confirmations';
import { Invitations } from './invitations';

@Controller()
export class InvitationController {
  constructor(
    private readonly invitations: Invitations,
    private readonly confirmations: InvitationConfirmations,
  ) {}

  @Route(routes.listInvitations)
  async listInvitations(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.listInvitations>,
  ): Promise<RouteAnswer<typeof routes.listInvitations>> {
    return { items: await this.invitations.list(visitor, params.planId) };
  }

  @Route(routes.listPreparedInvitations)
  async listPreparedInvitations(
    @CurrentVisitor() visitor: Visitor,
  ): Promise<RouteAnswer<typeof routes.listPreparedInvitations>> {
    return { items: await this.invitations.listPrepared(visitor) };
  }

  @Route(routes.createInvitation)
  createInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.createInvitation>,
  ): Promise<RouteAnswer<typeof routes.createInvitation>> {
    return this.invitations.create(visitor, params.planId, body);
  }

  @Route(routes.approveInvitation)
  approveInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.approveInvitation>,
  ): Promise<RouteAnswer<typeof routes.approveInvitation>> {
    return this.invitations.approve(visitor, params.planId, params.invitationId);
  }

  @Route(routes.renewInvitation)
  renewInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.renewInvitation>,
  ): Promise<RouteAnswer<typeof routes.renewInvitation>> {
    return this.invitations.renew(visitor, params.planId, params.invitationId, body);
  }

  @Route(routes.withdrawInvitation)
  withdrawInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.withdrawInvitation>,
  ): Promise<void> {
    return this.invitations.withdraw(visitor, params.planId, params.invitationId);
  }

  @Route(routes.lookUpInvitation)
  lookUpInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.lookUpInvitation>,
  ): Promise<RouteAnswer<typeof routes.lookUpInvitation>> {
    return this.confirmations.lookUp(visitor, body.code);
  }

  @Route(routes.confirmInvitation)
  confirmInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.confirmInvitation>,
  ): Promise<RouteAnswer<typeof routes.confirmInvitation>> {
    return this.confirmations.confirm(visitor, body.code, body.affiliationId);
  }
}
