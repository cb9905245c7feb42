import { Controller } from '@nestjs/common';
import { Input, Route } from '@samenplan/api/platform';
import { organisationRoutes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { CurrentVisitor, type Visitor } from '../visitor';
import { ColleagueInvitations } from './colleague-invitations';
import { Colleagues } from './colleagues';

type Routes = typeof organisationRoutes;

/** People of an organisation: how they come, are replaced and leave. */
@Controller()
export class ColleagueController {
  constructor(
    private readonly colleagues: Colleagues,
    private readonly invitations: ColleagueInvitations,
  ) {}

  @Route(organisationRoutes.changeColleague)
  changeColleague(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['changeColleague']>,
  ): Promise<void> {
    return this.colleagues.change(visitor, params.organisationId, params.affiliationId, body);
  }

  @Route(organisationRoutes.checkDeparture)
  checkDeparture(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['checkDeparture']>,
  ): Promise<RouteAnswer<Routes['checkDeparture']>> {
    return this.colleagues.checkDeparture(visitor, params.organisationId, params.affiliationId);
  }

  @Route(organisationRoutes.planDeparture)
  planDeparture(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['planDeparture']>,
  ): Promise<void> {
    return this.colleagues.leave(visitor, params.organisationId, params.affiliationId, body.at);
  }

  @Route(organisationRoutes.addTeamMember)
  addTeamMember(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['addTeamMember']>,
  ): Promise<RouteAnswer<Routes['addTeamMember']>> {
    return this.colleagues.join(visitor, params.organisationId, params.teamId, body.affiliationId);
  }

  @Route(organisationRoutes.endTeamMember)
  endTeamMember(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['endTeamMember']>,
  ): Promise<void> {
    return this.colleagues.part(visitor, params.organisationId, params.teamId, params.memberId);
  }

  @Route(organisationRoutes.createReplacement)
  createReplacement(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['createReplacement']>,
  ): Promise<RouteAnswer<Routes['createReplacement']>> {
    return this.colleagues.replace(visitor, params.organisationId, body);
  }

  @Route(organisationRoutes.cancelReplacement)
  cancelReplacement(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['cancelReplacement']>,
  ): Promise<void> {
    return this.colleagues.endReplacement(visitor, params.organisationId, params.replacementId);
  }

  @Route(organisationRoutes.endAdministrator)
  endAdministrator(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['endAdministrator']>,
  ): Promise<void> {
    return this.colleagues.endAdministrator(visitor, params.organisationId, params.administrationId);
  }

  @Route(organisationRoutes.inviteColleague)
  inviteColleague(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['inviteColleague']>,
  ): Promise<RouteAnswer<Routes['inviteColleague']>> {
    return this.invitations.invite(visitor, params.organisationId, body);
  }

  @Route(organisationRoutes.cancelColleagueInvitation)
  cancelColleagueInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['cancelColleagueInvitation']>,
  ): Promise<void> {
    return this.invitations.cancel(visitor, params.organisationId, params.invitationId);
  }

  @Route(organisationRoutes.lookUpColleagueInvitation)
  lookUpColleagueInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<Routes['lookUpColleagueInvitation']>,
  ): Promise<RouteAnswer<Routes['lookUpColleagueInvitation']>> {
    return this.invitations.lookUp(visitor, body.code);
  }

  @Route(organisationRoutes.acceptColleagueInvitation)
  acceptColleagueInvitation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<Routes['acceptColleagueInvitation']>,
  ): Promise<RouteAnswer<Routes['acceptColleagueInvitation']>> {
    return this.invitations.accept(visitor, body.code);
  }
}
