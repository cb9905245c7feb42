import { Controller } from '@nestjs/common';
import { Input, Route } from '@samenplan/api/platform';
import { organisationRoutes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { CurrentVisitor, type Visitor } from '../visitor';
import { AdministrationLog } from './administration-log';
import { Organisations } from './organisations';

type Routes = typeof organisationRoutes;

/** Organisations, functions and teams, for who administers them. */
@Controller()
export class OrganisationController {
  constructor(
    private readonly organisations: Organisations,
    private readonly log: AdministrationLog,
  ) {}

  @Route(organisationRoutes.listOrganisations)
  listOrganisations(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<Routes['listOrganisations']>> {
    return this.organisations.list(visitor);
  }

  @Route(organisationRoutes.getOrganisation)
  getOrganisation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<Routes['getOrganisation']>,
  ): Promise<RouteAnswer<Routes['getOrganisation']>> {
    return this.organisations.get(visitor, params.organisationId);
  }

  @Route(organisationRoutes.changeOrganisation)
  changeOrganisation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['changeOrganisation']>,
  ): Promise<void> {
    return this.organisations.change(visitor, params.organisationId, body);
  }

  @Route(organisationRoutes.createFunction)
  createFunction(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['createFunction']>,
  ): Promise<RouteAnswer<Routes['createFunction']>> {
    return this.organisations.createFunction(visitor, params.organisationId, body);
  }

  @Route(organisationRoutes.changeFunction)
  changeFunction(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['changeFunction']>,
  ): Promise<void> {
    return this.organisations.changeFunction(visitor, params.organisationId, params.functionId, body);
  }

  @Route(organisationRoutes.createTeam)
  createTeam(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['createTeam']>,
  ): Promise<RouteAnswer<Routes['createTeam']>> {
    return this.organisations.createTeam(visitor, params.organisationId, body);
  }

  @Route(organisationRoutes.changeTeam)
  changeTeam(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<Routes['changeTeam']>,
  ): Promise<void> {
    return this.organisations.changeTeam(visitor, params.organisationId, params.teamId, body);
  }

  @Route(organisationRoutes.listAdministrationChanges)
  listAdministrationChanges(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, query }: RouteInput<Routes['listAdministrationChanges']>,
  ): Promise<RouteAnswer<Routes['listAdministrationChanges']>> {
    return this.log.read(visitor, params.organisationId, query.before);
  }
}
