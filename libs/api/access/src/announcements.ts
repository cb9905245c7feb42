import { Injectable } from '@nestjs/common';
import { AppEvents } from '@samenplan/api/identity';
import { afterCommit, Bus, Database, Log, Outbox } from '@samenplan/api/platform';
import type { AppEvent } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Acting } from './acting';
import { standingIn } from './facts';
import { rows } from './sql';
import type { Standing } from './standing';

/** Who is named in a rule at all: the client, representatives, recipients, members of teams, the coordinator. */
export function peopleIn({ rules }: Standing): string[] {
  const members = new Set(rules.memberships.map(({ affiliationId }) => affiliationId));
  return [
    ...new Set([
      rules.clientId,
      ...rules.mandates.map(({ personId }) => personId),
      ...rules.rules.flatMap(({ subject }) => (subject.type === 'person' ? [subject.id] : [])),
      ...rules.affiliations.filter(({ id }) => members.has(id)).map(({ personId }) => personId),
      ...rules.coordinators.map(({ personId }) => personId),
    ]),
  ];
}

type Recipient = { readonly type: 'person' | 'team'; readonly id: string };
const personRow = z.object({ id: z.string() });

/** Hints to open screens after a commit. Who gets which is decided when it is sent; they hold kinds and ids only. */
@Injectable()
export class Announcements {
  constructor(
    private readonly database: Database,
    private readonly events: AppEvents,
    private readonly bus: Bus,
    private readonly outbox: Outbox,
    private readonly log: Log,
  ) {}

  /** Rights in the plan changed for this recipient: close what must close, and refresh the screens of both sides. */
  rightsChanged(
    tx: EntityManager,
    acting: Acting,
    standing: Standing,
    recipient: Recipient,
    sectionId: string | null,
  ): void {
    const roomIds = standing.rules.sections.map(({ id }) => id).filter((id) => sectionId === null || id === sectionId);
    afterCommit(tx, () => {
      this.#closeRooms(roomIds);
      void this.#toThoseWhoSee(acting, standing, sectionId, { kind: 'access-changed', planId: standing.planId });
      // Without an id: somebody who lost everything learns nothing but to look again.
      void this.#try(async () => this.events.emitTo(await this.#behind(recipient), { kind: 'plans-changed' }));
    });
  }

  /**
   * A section was shown, archived or taken back: tells those who see it now, and those who saw it until now.
   * @param before standing among everybody, from before the change
   */
  sectionRightsChanged(tx: EntityManager, acting: Acting, before: Standing, sectionId: string): void {
    const saw = peopleIn(before).filter((id) => before.of(id).sees(sectionId));
    afterCommit(tx, () => {
      this.#closeRooms([sectionId]);
      void this.#toThoseWhoSee(acting, before, sectionId, { kind: 'access-changed', planId: before.planId });
      void this.#try(async () => this.events.emitTo(saw, { kind: 'plans-changed' }));
    });
  }

  /** Sends an event to everybody who sees the section, or (null) anything of the plan, at the moment of sending. */
  changed(tx: EntityManager, acting: Acting, standing: Standing, sectionId: string | null, event: AppEvent): void {
    afterCommit(tx, () => void this.#toThoseWhoSee(acting, standing, sectionId, event));
  }

  /** Sends an event to one person. */
  tell(tx: EntityManager, personIds: readonly string[], event: AppEvent): void {
    afterCommit(tx, () => void this.#try(async () => this.events.emitTo(personIds, event)));
  }

  /** The same message comes from the outbox, should this one be lost. */
  #closeRooms(roomIds: readonly string[]): void {
    this.bus.publish('rooms-fenced', { roomIds });
    this.outbox.nudge();
  }

  async #toThoseWhoSee(acting: Acting, { planId }: Standing, sectionId: string | null, event: AppEvent): Promise<void> {
    await this.#try(async () => {
      const standing = await this.database.as(acting, (tx) => standingIn(tx, acting.personId, planId, 'everybody'));
      this.events.emitTo(
        peopleIn(standing).filter((id) => standing.of(id).meets(sectionId, 'see')),
        event,
      );
    });
  }

  /** Persons behind the recipient of a rule. */
  async #behind({ type, id }: Recipient): Promise<string[]> {
    if (type === 'person') return [id];
    const sql =
      'select distinct a.person_id as id from team_member m join affiliation a on a.id = m.affiliation_id where m.team_id = $1';
    return (await this.database.asNobody((tx) => rows(tx, personRow, sql, [id]))).map((person) => person.id);
  }

  /** A hint that fails costs a refresh, nothing else. */
  async #try(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      this.log.error('announcement-failed', error);
    }
  }
}
