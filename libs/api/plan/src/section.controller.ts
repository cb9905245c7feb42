import { Controller } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import { Authorship } from './authorship';
import { Sections } from './sections';

@Controller()
export class SectionController {
  constructor(
    private readonly sections: Sections,
    private readonly authorship: Authorship,
  ) {}

  @Route(routes.createSection)
  createSection(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.createSection>,
  ): Promise<RouteAnswer<typeof routes.createSection>> {
    return this.sections.create(visitor, params.planId, body);
  }

  @Route(routes.getSection)
  getSection(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getSection>,
  ): Promise<RouteAnswer<typeof routes.getSection>> {
    return this.sections.get(visitor, params.planId, params.sectionId);
  }

  @Route(routes.changeSection)
  changeSection(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params, body }: RouteInput<typeof routes.changeSection>,
  ): Promise<RouteAnswer<typeof routes.changeSection>> {
    return this.sections.change(visitor, params.planId, params.sectionId, body);
  }

  @Route(routes.showSection)
  showSection(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.showSection>,
  ): Promise<void> {
    return this.sections.show(visitor, params.planId, params.sectionId);
  }

  @Route(routes.getAuthorship)
  async getAuthorship(
    @CurrentVisitor() visitor: Visitor,
    @Input() { params }: RouteInput<typeof routes.getAuthorship>,
  ): Promise<RouteAnswer<typeof routes.getAuthorship>> {
    return { items: await this.authorship.of(visitor, params.planId, params.sectionId) };
  }
}
