import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { afterCommit, Outbox, Problem } from '@samenplan/api/platform';
import type { RouteInput, organisationRoutes } from '@samenplan/shared/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { AppEvents } from '../app-events';
import type { Visitor } from '../visitor';
import { Administration, changeOne, settings } from './administration';
import { worksHere } from './organisations';

type Body<K extends keyof typeof organisationRoutes> = RouteInput<(typeof organisationRoutes)[K]>['body'];

const MOST_DAYS = 366;
const ids = z.array(z.object({ id: z.string() }));
const personRows = z.array(z.object({ personId: z.string() }));
const answers = z.array(z.object({ handsOver: z.boolean() }));

/** People of an organisation: their places, teams, absence and leaving. */
@Injectable()
export class Colleagues {
  constructor(
    private readonly administration: Administration,
    private readonly events: AppEvents,
    private readonly outbox: Outbox,
  ) {}

  async change(
    visitor: Visitor,
    organisationId: string,
    affiliationId: string,
    wanted: Body<'changeColleague'>,
  ): Promise<void> {
    const columns = { phone: 'phone', workingDays: 'working_days', endsAt: 'ends_at' };
    await this.administration.of(visitor, organisationId, async (tx) => {
      const set = settings(columns, wanted, 3);
      if (set === null) return;
      const sql = `update affiliation set ${set.sql} where id = $1 and organisation_id = $2`;
      await changeOne(tx, sql, [affiliationId, organisationId, ...set.values]);
    });
  }

  /** Yes or no, and nothing else: who coordinates how many plans, and whose, is not the administrator's to know. */
  async checkDeparture(
    visitor: Visitor,
    organisationId: string,
    affiliationId: string,
  ): Promise<{ handsOver: boolean }> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      await worksHere(tx, affiliationId, organisationId);
      const [found] = answers.parse(await tx.query('select hands_over($1) as "handsOver"', [affiliationId]));
      return { handsOver: found?.handsOver ?? false };
    });
  }

  /**
   * A colleague leaves. Without a moment: when this returns, nothing more that is written reaches them through this
   * place, and nothing of theirs commits (a trigger fences every room that it opened).
   * @throws Problem `end-invalid` for a moment in the past or more than a year away
   */
  async leave(visitor: Visitor, organisationId: string, affiliationId: string, at: string | undefined): Promise<void> {
    await this.administration.of(visitor, organisationId, async (tx) => {
      const end = at === undefined ? null : await within(tx, at);
      const sql = `update affiliation set ends_at = coalesce($3::timestamptz, clock_timestamp())
        where id = $1 and organisation_id = $2`;
      await changeOne(tx, sql, [affiliationId, organisationId, end]);
      await this.#tell(tx, affiliationId);
    });
  }

  /** @throws Problem `not-allowed` for oneself: another administrator must; `conflict` for who is in it already */
  async join(visitor: Visitor, organisationId: string, teamId: string, affiliationId: string): Promise<{ id: string }> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      // One at a time, so that nobody joins twice.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 14))', [teamId]);
      const known = 'select id from team where id = $1 and organisation_id = $2';
      if (ids.parse(await tx.query(known, [teamId, organisationId])).length === 0) throw new Problem('not-found');
      await worksHere(tx, affiliationId, organisationId);
      if ((await personAt(tx, affiliationId)) === visitor.personId) throw new Problem('not-allowed');
      const there = `select id from team_member where team_id = $1 and affiliation_id = $2
        and (ends_at is null or ends_at > clock_timestamp())`;
      if (ids.parse(await tx.query(there, [teamId, affiliationId])).length > 0) throw new Problem('conflict');
      const id = randomUUID();
      await tx.query('insert into team_member (id, team_id, affiliation_id) values ($1, $2, $3)', [
        id,
        teamId,
        affiliationId,
      ]);
      await this.#tell(tx, affiliationId);
      return { id };
    });
  }

  /** As {@link leave}, for what the team opened. */
  async part(visitor: Visitor, organisationId: string, teamId: string, memberId: string): Promise<void> {
    await this.administration.of(visitor, organisationId, async (tx) => {
      const sql = `update team_member m set ends_at = clock_timestamp() from team t
        where m.id = $1 and m.team_id = $2 and t.id = m.team_id and t.organisation_id = $3`;
      await changeOne(tx, sql, [memberId, teamId, organisationId]);
      const of = 'select affiliation_id as id from team_member where id = $1';
      const [member] = ids.parse(await tx.query(of, [memberId]));
      if (member !== undefined) await this.#tell(tx, member.id);
    });
  }

  /** Names who takes over; gives nobody a right. @throws Problem `end-invalid`, `not-found` */
  async replace(visitor: Visitor, organisationId: string, wanted: Body<'createReplacement'>): Promise<{ id: string }> {
    return this.administration.of(visitor, organisationId, async (tx) => {
      if (wanted.affiliationId === wanted.substituteId) throw new Problem('recipient-unknown');
      await worksHere(tx, wanted.affiliationId, organisationId);
      await worksHere(tx, wanted.substituteId, organisationId);
      await within(tx, wanted.endsAt);
      if (Date.parse(wanted.startsAt) >= Date.parse(wanted.endsAt)) throw new Problem('end-invalid');
      const id = randomUUID();
      await tx.query(
        'insert into replacement (id, affiliation_id, substitute_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)',
        [id, wanted.affiliationId, wanted.substituteId, wanted.startsAt, wanted.endsAt],
      );
      return { id };
    });
  }

  async endReplacement(visitor: Visitor, organisationId: string, replacementId: string): Promise<void> {
    await this.administration.of(visitor, organisationId, (tx) =>
      changeOne(
        tx,
        `update replacement r set cancelled_at = clock_timestamp() from affiliation a
          where r.id = $1 and r.cancelled_at is null and a.id = r.affiliation_id and a.organisation_id = $2`,
        [replacementId, organisationId],
      ),
    );
  }

  /** @throws Problem `conflict` for the last administrator: nobody could let the next one in */
  async endAdministrator(visitor: Visitor, organisationId: string, administrationId: string): Promise<void> {
    await this.administration.of(visitor, organisationId, async (tx) => {
      // Two last ones who end each other at one moment take turns.
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 15))', [organisationId]);
      const sql = 'select id from administration where organisation_id = $1 and ends_at is null';
      const all = ids.parse(await tx.query(sql, [organisationId]));
      if (all.length === 1 && all[0]?.id === administrationId) throw new Problem('conflict');
      await changeOne(
        tx,
        'update administration set ends_at = clock_timestamp() where id = $1 and organisation_id = $2',
        [administrationId, organisationId],
      );
    });
  }

  /** Screens of that person look again; rooms close by the fence itself, of which this is only a hint. */
  async #tell(tx: EntityManager, affiliationId: string): Promise<void> {
    const personId = await personAt(tx, affiliationId);
    afterCommit(tx, () => {
      this.outbox.nudge();
      if (personId !== undefined) this.events.emitTo([personId], { kind: 'plans-changed' });
    });
  }
}

async function personAt(tx: EntityManager, affiliationId: string): Promise<string | undefined> {
  const sql = 'select person_id as "personId" from affiliation where id = $1';
  return personRows.parse(await tx.query(sql, [affiliationId]))[0]?.personId;
}

const clock = z.array(z.object({ now: z.date() }));

/** @throws Problem `end-invalid` unless it lies ahead, by the clock of the database, and at most a year away */
async function within(tx: EntityManager, at: string): Promise<string> {
  const [row] = clock.parse(await tx.query('select clock_timestamp() as now'));
  const ahead = Date.parse(at) - (row?.now.getTime() ?? Number.NaN);
  if (!(ahead > 0 && ahead <= MOST_DAYS * 86_400_000)) throw new Problem('end-invalid');
  return at;
}
