import { createHash, randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Notices } from '@samenplan/api/identity';
import { Database, Encryption, Jobs, Log, Outbox } from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Acting } from '../acting';
import { Announcements } from '../announcements';
import { standingIn } from '../facts';
import { LOG_SOURCE, logPurpose, planKey, type LogDetails } from '../log/access-log';
import { rows } from '../sql';
import { titleOf, Titles } from '../titles';

const BATCH = 50;
const EVERY_MINUTE = '* * * * *';
/** On the outbox: triggers write it when places in organisations and teams begin or end. */
const PLACES_CHANGED = 'places-changed';

const placeRow = z.object({
  kind: z.enum(['team-joined', 'team-left', 'place-ended']),
  placeId: z.string(),
  person: z.string(),
  team: z.string().nullable(),
  organisation: z.string(),
});
type Place = z.infer<typeof placeRow>;
const planRow = z.object({ planId: z.string(), clientId: z.string(), deciders: z.array(z.string()) });
type Touched = z.infer<typeof planRow>;
const toldRow = z.object({ wrote: z.boolean() });

/**
 * Somebody joined a team that a client shows something to, left it, or left the organisation: at once or by the clock.
 * The right itself needs nobody. This writes one line in each plan that it touched, as the product, once however many
 * instances look; and tells who decides when somebody joined. Which plans, only the product itself can ask.
 */
@Injectable()
export class PlaceLines implements OnModuleInit {
  /** Places whose lines could not all be written, such as in a plan whose key was destroyed: tried again after a start. */
  readonly #failed = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly encryption: Encryption,
    private readonly announcements: Announcements,
    private readonly notices: Notices,
    private readonly titles: Titles,
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.outbox.on(PLACES_CHANGED, z.object({}), async () => void (await this.run()));
    this.jobs.every('place-lines', EVERY_MINUTE, async () => void (await this.run()));
  }

  /** @returns how many places were told of */
  async run(): Promise<number> {
    let told = 0;
    for (;;) {
      const sql = `select kind, place_id as "placeId", person_name as person, team_name as team, organisation_name as organisation
        from untold_places($1, $2::uuid[])`;
      const places = await this.database.asNobody((tx) => rows(tx, placeRow, sql, [BATCH, [...this.#failed]]));
      for (const place of places) if (await this.#tell(place)) told += 1;
      if (places.length < BATCH) return told;
    }
  }

  async #tell(place: Place): Promise<boolean> {
    const sql = `select plan_id as "planId", client_id as "clientId", deciders from place_plans($1, $2)`;
    const plans = await this.database.asNobody((tx) => rows(tx, planRow, sql, [place.kind, place.placeId]));
    let whole = true;
    for (const plan of plans)
      try {
        await this.#tellIn(place, plan);
      } catch (error) {
        // The other plans are told all the same.
        whole = false;
        this.log.error('place-untold', error, { place: place.placeId });
      }
    if (whole)
      await this.database.asNobody((tx) => tx.query('select place_is_told($1, $2)', [place.kind, place.placeId]));
    else this.#failed.add(place.placeId);
    return whole;
  }

  async #tellIn(place: Place, { planId, clientId, deciders }: Touched): Promise<void> {
    // Row-level security knows no product: the client is the one who sees the title. The line names nobody as its actor.
    const acting: Acting = { personId: clientId, traceId: randomUUID().replaceAll('-', ''), address: null };
    await this.database.as(acting, async (tx) => {
      if (!(await this.#write(tx, acting, place, planId))) return; // Stood already: another instance was first.
      if (place.kind === 'team-joined')
        for (const personId of deciders) await this.notices.add(tx, { personId, kind: 'team-joined', planId });
      const standing = await standingIn(tx, clientId, planId, 'everybody');
      this.announcements.changed(tx, acting, standing, null, { kind: 'access-changed', planId });
    });
  }

  async #write(tx: EntityManager, acting: Acting, place: Place, planId: string): Promise<boolean> {
    const id = lineId(place, planId);
    const details: LogDetails = {
      person: '',
      organisation: null,
      role: null,
      onBehalfOf: null,
      title: await titleOf(this.titles, tx, planId, null),
      detail: { kind: 'person', name: `${place.person} (${place.team ?? place.organisation})` },
      purpose: null,
      helper: null,
    };
    const sealed = await this.encryption.sealJson(tx, await planKey(tx, planId), logPurpose(id), details);
    const sql = 'select tell_place($1, $2, $3, $4, $5, $6, $7) as wrote';
    const [told] = await rows(tx, toldRow, sql, [
      id,
      place.kind,
      place.placeId,
      planId,
      LOG_SOURCE,
      acting.traceId,
      sealed,
    ]);
    return told?.wrote === true;
  }
}

/** The same id for the same event and plan, in the form of a UUID version 8: so that a line is written once. */
function lineId({ kind, placeId }: Place, planId: string): string {
  const hash = createHash('sha256').update(`${kind}:${placeId}:${planId}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
