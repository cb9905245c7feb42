import { setTimeout } from 'node:timers/promises';
import type { Grant } from '@samenplan/shared/contracts';
import { plainText } from '@samenplan/shared/live-protocol';
import { contentHash, Draw, markersInText, type Pulse } from '@samenplan/shared/live-protocol/testing';
import { Client } from 'pg';
import type { Instance } from './cluster/instance';
import type { Cluster } from './cluster/start-cluster';
import { breakCluster, faults, type Fault } from './faults-break';
import { Typist } from './faults-crew';
import type { Visitor } from './people';
import { newPlace, share, stop, type Place } from './plans';
import { openedSection } from './sockets';

const SECOND = 1_000;
const PATIENCE = 60_000;

/** Who is there: the client, and three who write with the client. */
export type Scene = {
  readonly cluster: Cluster;
  readonly client: Visitor;
  readonly others: readonly Visitor[];
  readonly pulse: Pulse;
};

/** A stop that was answered, between two shares of the same person. */
type Stop = {
  readonly during: Fault;
  readonly who: Visitor;
  readonly answeredAt: number;
  /** The same on the clock of what this process really had: on a busy machine a second is longer. */
  readonly answered: number;
  /** Last edit of the section at the answer, or a few later. */
  readonly seq: number;
  /** First marker that nobody had typed yet at the answer. */
  readonly marker: number;
  /** Monotonic, and by seq: when the right was given again. */
  againAt: number;
  againSeq: number;
};

/** Every fault once, in an order drawn from the seed, each with a stop of one person in the middle of it. */
export class ClusterRound {
  readonly broken: string[] = [];
  readonly order: readonly Fault[];
  readonly #draw: Draw;
  readonly #typists = new Map<Visitor, Typist[]>();
  readonly #homes = new Map<Visitor, number>();
  readonly #grants = new Map<Visitor, Grant>();
  readonly #stops: Stop[] = [];
  #words = 0;

  private constructor(
    private readonly scene: Scene,
    seed: number,
    private readonly place: Place,
  ) {
    this.#draw = new Draw(seed);
    const left: Fault[] = [...faults];
    this.order = faults.map(() => left.splice(this.#draw.whole(0, left.length - 1), 1)[0] ?? 'kill');
  }

  static async begin(scene: Scene, seed: number): Promise<ClusterRound> {
    const { cluster, client, others } = scene;
    const round = new ClusterRound(scene, seed, await newPlace(client));
    for (const [i, who] of [client, ...others].entries()) {
      round.#homes.set(who, i % cluster.instances.length);
      if (who !== client) round.#grants.set(who, await share(client, round.place, who, 'write'));
      round.#sit(who);
    }
    await round.#until('everybody is in', () => round.#all().every(({ saved }) => saved.length > 0));
    return round;
  }

  /** One fault, with a stop of one person in the middle of it, while everybody types. */
  async take(fault: Fault): Promise<void> {
    const who = this.#draw.one(this.scene.others);
    const broken = this.#instance(this.#draw.chance(0.5) ? (this.#homes.get(who) ?? 0) : this.#draw.whole(0, 2));
    const mend = await breakCluster(this.scene.cluster, fault, broken);
    if (fault === 'kill' || fault === 'drain') this.#moveFrom(broken);
    // One that drains has its process still, and answers nothing new any more.
    const silent = fault === 'freeze' || fault === 'drain' ? broken : undefined;
    const answer = fault.startsWith('postgres') ? undefined : await this.#stop(fault, who, silent);
    await mend();
    const found = answer ?? (await this.#stop(fault, who, undefined));
    await this.#closed(found);
    // What waits in the buffers of a process that stood still gets its chance.
    await setTimeout(300);
    await this.#shareAgain(found);
    const settled = this.#all().filter(({ who: typist }) => typist !== who);
    const before = new Map(settled.map((typist) => [typist, typist.saved.length]));
    await this.#until(`everybody goes on after ${fault}`, () =>
      settled.every((typist) => typist.ended || typist.saved.length > (before.get(typist) ?? 0)),
    );
  }

  async end(): Promise<void> {
    for (const typist of this.#all()) typist.rest();
    await this.#until('all is stored', () => this.#all().every(({ settled }) => settled));
    await this.#until('all texts are equal', () => this.#equal());
    const [last] = this.#typists.get(this.scene.client) ?? [];
    const text = new Set(last === undefined ? [] : markersInText(plainText(last.connection.doc)));
    await this.#freshlyEqual();
    this.leave();
    for (const all of this.#typists.values()) for (const typist of all) this.#checkTypist(typist, text);
    for (const one of this.#stops) await this.#checkStop(one);
    await this.#checkLog();
  }

  leave(): void {
    for (const all of this.#typists.values()) for (const typist of all) typist.leave();
  }

  #all(): readonly Typist[] {
    return [...this.#typists.values()].flatMap((all) => all.slice(-1));
  }

  #instance(n: number): Instance {
    const instance = this.scene.cluster.instances[n];
    if (instance === undefined) throw new Error(`There is no instance ${n}`);
    return instance;
  }

  #sit(who: Visitor): void {
    const at = (): Instance => this.#instance(this.#homes.get(who) ?? 0);
    const typist = new Typist(
      who,
      this.place.sectionId,
      at,
      () => (this.#words += 1),
      () => this.scene.pulse.now,
    );
    this.#typists.set(who, [...(this.#typists.get(who) ?? []), typist]);
  }

  /** Pages of an instance that is gone connect to the next one, as a proxy would have them do. */
  #moveFrom(instance: Instance): void {
    for (const [who, home] of this.#homes)
      if (this.#instance(home) === instance) this.#homes.set(who, (home + 1) % this.scene.cluster.instances.length);
  }

  /** The client stops somebody, at an instance that runs. */
  async #stop(during: Fault, who: Visitor, silent: Instance | undefined): Promise<Stop> {
    const grant = this.#grants.get(who);
    if (grant === undefined) throw new Error('Nothing to stop');
    const client = this.#running(silent);
    await this.#patiently(() => stop(client, this.place, grant));
    const [answeredAt, answered, marker] = [performance.now(), this.scene.pulse.now, this.#words + 1];
    const found: Stop = {
      during,
      who,
      answeredAt,
      answered,
      marker,
      seq: await this.#patiently(() => this.#seq()),
      againAt: Infinity,
      againSeq: Infinity,
    };
    this.#stops.push(found);
    return found;
  }

  async #closed({ who, during, answeredAt, answered }: Stop): Promise<void> {
    const typist = this.#typists.get(who)?.at(-1);
    await this.#until(`the stopped page closes after ${during}`, () => typist?.ended === true);
    // A process that stands still closes nothing before it goes on; nothing of it arrives either.
    const socket = typist?.sockets.findLast(({ levels }) => levels.some(({ at }) => at < answeredAt));
    if (socket === undefined || during === 'freeze') return; // It was not let in yet, or could not say so.
    const after = (socket.closedAt ?? Infinity) - answered;
    if (after > SECOND)
      this.broken.push(
        `${who.key} closed ${Math.round(after)} ms after its stop during ${during} (${socket.closeCode})`,
      );
  }

  async #shareAgain(one: Stop): Promise<void> {
    one.againAt = performance.now();
    one.againSeq = await this.#seq();
    this.#grants.set(one.who, await this.#patiently(() => share(this.scene.client, this.place, one.who, 'write')));
    this.#sit(one.who);
  }

  #running(silent: Instance | undefined): Visitor {
    const runs = this.scene.cluster.instances.find((instance) => instance.pid !== undefined && instance !== silent);
    if (runs === undefined) throw new Error('Nothing runs');
    return this.scene.client.at(runs);
  }

  /** Right after a fault an instance may have to find its database again. */
  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await work();
      } catch (error) {
        if (attempt === 20) throw error;
        await setTimeout(250);
      }
  }

  async #seq(): Promise<number> {
    const [head] = await this.#ask<{ seq: string }>('select seq from room_head where id = $1', [this.place.sectionId]);
    return Number(head?.seq);
  }

  async #until(what: string, is: () => boolean): Promise<void> {
    for (const end = performance.now() + PATIENCE; performance.now() < end; await setTimeout(20)) if (is()) return;
    const states = this.#all().map(({ who, connection: { state } }) => `${who.key} ${state.status} ${state.pending}`);
    throw new Error([`It does not come about that ${what}: ${states.join(', ')}`, ...this.broken].join('\n'));
  }

  #equal(): boolean {
    const open = this.#all().filter(({ ended }) => !ended);
    return new Set(open.map(({ connection }) => contentHash(connection.doc))).size === 1;
  }

  /** What every instance gives to who comes anew. */
  async #freshlyEqual(): Promise<void> {
    const [typist] = this.#all();
    const hash = typist === undefined ? '' : contentHash(typist.connection.doc);
    for (const instance of this.scene.cluster.instances) {
      const page = await openedSection(this.scene.client.at(instance), this.place.sectionId);
      if (contentHash(page.doc) !== hash) this.broken.push(`${instance.url} gives another text`);
      page.destroy();
    }
  }

  #checkTypist({ who, saved, sockets }: Typist, text: ReadonlySet<number>): void {
    for (const id of saved) if (!text.has(id)) this.broken.push(`${id} of ${who.key} was called stored and is gone`);
    for (const id of sockets.flatMap(({ stored }) => stored))
      if (!text.has(id)) this.broken.push(`${id} of ${who.key} was acknowledged and is gone`);
    for (const id of sockets.flatMap(({ received }) => [...received.keys()]))
      if (!text.has(id)) this.broken.push(`${id} was shown to ${who.key} and is not stored`);
  }

  async #checkStop({ who, during, seq, againSeq, marker, againAt }: Stop): Promise<void> {
    const late = await this.#ask<{ seq: string }>(
      'select seq from room_update where room_id = $1 and author = $2 and seq > $3 and seq <= $4',
      [this.place.sectionId, who.id, seq, againSeq],
    );
    for (const row of late) this.broken.push(`Edit ${row.seq} of ${who.key} is stored after its stop during ${during}`);
    const sockets = (this.#typists.get(who) ?? []).flatMap((typist) => typist.sockets);
    for (const [id, at] of sockets.flatMap(({ received }) => [...received]))
      if (id >= marker && at < againAt) {
        this.broken.push(`${id} reached ${who.key} after its stop during ${during}`);
        marker = Infinity; // One is enough.
      }
  }

  async #checkLog(): Promise<void> {
    const rows = await this.#ask<{ seq: string }>('select seq from room_update where room_id = $1 order by seq', [
      this.place.sectionId,
    ]);
    const head = await this.#seq();
    if (rows.length !== head || rows.some(({ seq }, i) => Number(seq) !== i + 1))
      this.broken.push(`The log has ${rows.length} edits, the head says ${head}`);
  }

  /** The same question to the database, whatever happened to the last connection. */
  async #ask<T extends object>(sql: string, values: readonly unknown[]): Promise<T[]> {
    const database = new Client({ connectionString: this.scene.cluster.postgres.url });
    database.on('error', () => undefined);
    await database.connect();
    try {
      return (await database.query<T>(sql, [...values])).rows;
    } finally {
      await database.end();
    }
  }
}
