import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { SectionChanges } from './section-changes';
import { SectionHistory } from './section-history';
import { SectionRestore } from './section-restore';

@Controller()
export class HistoryController {
  constructor(
    private readonly history: SectionHistory,
    private readonly changes: SectionChanges,
    private readonly restoring: SectionRestore,
  ) {}

  @Route(routes.listVersions)
  listVersions(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, query }: RouteInput<typeof routes.listVersions>,
  ): Promise<RouteAnswer<typeof routes.listVersions>> {
    return this.history.versions(visitor, params.planId, params.sectionId, query);
  }

  @Route(routes.getVersion)
  getVersion(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, query }: RouteInput<typeof routes.getVersion>,
  ): Promise<RouteAnswer<typeof routes.getVersion>> {
    return this.history.version(visitor, params.planId, params.sectionId, params.version, query.since);
  }

  @Route(routes.restoreVersion)
  restoreVersion(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.restoreVersion>,
  ): Promise<RouteAnswer<typeof routes.restoreVersion>> {
    return this.restoring.restore(visitor, params.planId, params.sectionId, params.version);
  }

  @Route(routes.getChanges)
  getChanges(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getChanges>,
  ): Promise<RouteAnswer<typeof routes.getChanges>> {
    return this.changes.since(visitor, params.planId, params.sectionId);
  }

  @Route(routes.keepVisit)
  keepVisit(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.keepVisit>,
  ): Promise<void> {
    return this.changes.keepVisit(visitor, params.planId, params.sectionId);
  }
}
