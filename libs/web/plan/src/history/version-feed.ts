import { inject } from '@angular/core';
import type { SectionVersion } from '@samenplan/shared/contracts';
import { Api, routes } from '@samenplan/web/core';
import { PageFeed } from '../plan/page-feed';

export interface SectionPlace {
  readonly planId: string;
  readonly sectionId: string;
}

const pageSize = 30;

/** Versions of a section, newest first, page after page. */
export class VersionFeed extends PageFeed<SectionPlace, SectionVersion> {
  constructor(api = inject(Api)) {
    super(({ planId, sectionId }, cursor, abort) =>
      api.call(
        routes.listVersions,
        { params: { planId, sectionId }, query: { limit: pageSize, ...(cursor === null ? {} : { cursor }) } },
        abort,
      ),
    );
  }

  /** Adds pages until the list reaches beyond a version, or ends: then also the one before it is known. */
  async reach(version: number): Promise<void> {
    const ends = (): boolean => this.next() === null || this.problem() !== null || this.loadingMore();
    while (!ends() && !this.lines().some((one) => one.version < version)) await this.more();
  }
}
