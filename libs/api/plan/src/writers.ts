import { Injectable } from '@nestjs/common';
import { facesOf, placeIn, type Standing } from '@samenplan/api/access';
import { People } from '@samenplan/api/identity';
import type { HistoryPerson } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';

/** Names and functions of those who wrote in a section. */
@Injectable()
export class Writers {
  constructor(private readonly people: People) {}

  /** By the place in which each acts in this plan; whoever left it, by a place that still holds. */
  async named(
    tx: EntityManager,
    standing: Standing,
    personIds: readonly (string | null)[],
  ): Promise<ReadonlyMap<string, HistoryPerson>> {
    const ids = [...new Set(personIds.filter((id) => id !== null))];
    const places = await this.people.places(tx, ids);
    const placed = ids.map((id) => {
      const { affiliationId } = placeIn(standing.of(id));
      const other = id === standing.rules.clientId ? null : (places.get(id)?.[0]?.affiliationId ?? null);
      return { personId: id, affiliationId: affiliationId ?? other };
    });
    const faces = await facesOf(tx, placed);
    return new Map(
      ids.map((id) => [id, { id, name: faces.get(id)?.name ?? '', function: faces.get(id)?.function ?? null }]),
    );
  }
}
