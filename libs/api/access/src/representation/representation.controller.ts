import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { Closures } from './closures';
import { Mandates } from './mandates';
import { RepresentationView } from './representation-view';

@Controller()
export class RepresentationController {
  constructor(
    private readonly view: RepresentationView,
    private readonly mandates: Mandates,
    private readonly closures: Closures,
  ) {}

  @Route(routes.getRepresentation)
  getRepresentation(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getRepresentation>,
  ): Promise<RouteAnswer<typeof routes.getRepresentation>> {
    return this.view.of(visitor, params.planId);
  }

  @Route(routes.addMandate)
  addMandate(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.addMandate>,
  ): Promise<RouteAnswer<typeof routes.addMandate>> {
    return this.mandates.add(visitor, params.planId, body);
  }

  @Route(routes.changeMandate)
  changeMandate(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.changeMandate>,
  ): Promise<void> {
    return this.mandates.change(visitor, params, body);
  }

  @Route(routes.endMandate)
  endMandate(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.endMandate>,
  ): Promise<void> {
    return this.mandates.end(visitor, params);
  }

  @Route(routes.closeSection)
  closeSection(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.closeSection>,
  ): Promise<RouteAnswer<typeof routes.closeSection>> {
    return this.closures.close(visitor, params.planId, body);
  }

  @Route(routes.openSection)
  openSection(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.openSection>,
  ): Promise<void> {
    return this.closures.open(visitor, params.planId, params.closureId);
  }
}
