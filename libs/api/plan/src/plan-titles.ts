import { Injectable } from '@nestjs/common';
import { rows, Titles } from '@samenplan/api/access';
import type { LifeDomain } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Details, type SectionDetails } from './details';

const detailsRow = z.object({ id: z.string(), details: z.instanceof(Uint8Array) });

/** Titles for the log and for questions; row-level security leaves out what the acting person may not see. */
@Injectable()
export class PlanTitles extends Titles {
  constructor(private readonly details: Details) {
    super();
  }

  async plans(tx: EntityManager, planIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const titles = new Map<string, string>();
    if (planIds.length === 0) return titles;
    const found = await rows(tx, detailsRow, 'select id, details from plan where id = any ($1::uuid[])', [planIds]);
    await this.details.preload(tx, found);
    for (const { id, details } of found) {
      const opened = await this.details.inList(this.details.openPlan(tx, id, details), undefined);
      if (opened !== undefined) titles.set(id, opened.title);
    }
    return titles;
  }

  async sections(tx: EntityManager, sectionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const opened = await this.#opened(tx, sectionIds);
    return new Map(opened.map(({ id, title }) => [id, title]));
  }

  async domains(tx: EntityManager, sectionIds: readonly string[]): Promise<ReadonlyMap<string, LifeDomain>> {
    const opened = await this.#opened(tx, sectionIds);
    return new Map(opened.flatMap(({ id, domain }) => (domain === null ? [] : [[id, domain]])));
  }

  async #opened(tx: EntityManager, sectionIds: readonly string[]): Promise<({ id: string } & SectionDetails)[]> {
    if (sectionIds.length === 0) return [];
    const found = await rows(tx, detailsRow, 'select id, details from section where id = any ($1::uuid[])', [
      sectionIds,
    ]);
    await this.details.preload(tx, found);
    const opened: ({ id: string } & SectionDetails)[] = [];
    for (const { id, details } of found) {
      const section = await this.details.inList(this.details.openSection(tx, id, details), undefined);
      if (section !== undefined) opened.push({ id, ...section });
    }
    return opened;
  }
}
