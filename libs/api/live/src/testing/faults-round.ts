import { setTimeout } from 'node:timers/promises';
import { canonical, contentHash, Draw, type Pulse } from '@samenplan/shared/live-protocol/testing';
import { Y } from '@samenplan/shared/live-protocol';
import { checkRound } from './faults-checks';
import type { FaultyInstallation } from './faults-installation';
import { replayLog, type ReplayedLog } from './faults-log';
import { FaultsPage } from './faults-page';
import { FaultyRights } from './faults-rights';
import { OTHERS, ROOMS, SLOTS, type NewRight, type Schedule, type Step } from './faults-schedule';
import type { LiveServer } from './live-server';
import type { Somebody } from './live-world';

/** Generous: on a busy machine everything takes longer, but it must end. */
const PATIENCE = 20_000;
const STORED_WITHIN = 1_500;
const firstRight: readonly NewRight[] = ['stopped', 'read', 'write'];

/** What a round came to. */
export type RoundOutcome = {
  /** Broken promises, in words; none when all is well. */
  readonly broken: readonly string[];
  /** What happened, to know that a round of this kind tests anything. */
  readonly counts: Readonly<Record<string, number>>;
};

/** One round: a schedule, carried out in order over real sockets, Redis and PostgreSQL. */
export class FaultsRound {
  readonly pages: FaultsPage[] = [];
  readonly #current = new Map<number, FaultsPage>();
  readonly #homes: number[];
  readonly #background: Promise<unknown>[] = [];
  readonly broken: string[] = [];

  private constructor(
    private readonly on: FaultyInstallation,
    private readonly pulse: Pulse,
    schedule: Schedule,
    readonly people: Somebody[],
    readonly roomIds: readonly string[],
    readonly rights: FaultyRights,
  ) {
    this.#homes = [...schedule.homes];
    on.hints.draw = new Draw(schedule.seed);
  }

  static async run(on: FaultyInstallation, pulse: Pulse, schedule: Schedule): Promise<RoundOutcome> {
    const people: Somebody[] = [];
    for (let n = 0; n <= OTHERS; n += 1) people.push(await on.world.person(`Person ${n}`));
    const [client] = people;
    if (client === undefined) throw new Error('Nobody');
    const { planId, roomIds } = await on.world.plan(client, ROOMS);
    const rights = new FaultyRights(on.world, planId, roomIds, people, () => pulse.now);
    for (const [i, level] of schedule.levels.entries())
      for (const roomId of roomIds)
        await rights.change(people[i + 1]?.personId ?? '', roomId, firstRight[level] ?? 'read');
    const round = new FaultsRound(on, pulse, schedule, people, roomIds, rights);
    try {
      SLOTS.forEach((_, slot) => round.#open(slot));
      await pulse.until(() => round.pages.every(({ settled }) => settled), STORED_WITHIN);
      for (const step of schedule.steps) await round.#take(step);
      return await round.#end();
    } finally {
      // An open page would go on trying for ever.
      for (const page of round.pages) if (page.leftAt === undefined) page.leave();
    }
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'type':
        return this.#page(step.slot).type(
          step.at,
          Array.from({ length: step.words }, (_, i) => step.id + i),
        );
      case 'block':
        return this.#page(step.slot).addBlock(step.id);
      case 'erase':
        return this.#page(step.slot).erase(step.at, step.words);
      case 'erase-block':
        return this.#page(step.slot).eraseBlock(step.at);
      case 'bold':
        return this.#page(step.slot).bold(step.at, step.words, step.on);
      case 'hold':
        return this.#page(step.slot).hold(step.ms);
      case 'drop':
        this.#homes[step.slot] = step.to;
        return this.#page(step.slot).drop();
      case 'reload':
        return this.#reload(step);
      case 'right':
        return this.#begin(this.#change(step), step.wait);
      case 'end-login':
        return this.#begin(this.#endLogin(step.person), step.wait);
      case 'hints':
        this.on.hints.weather = step;
        return;
      case 'redis':
        return this.#begin(this.#breakRedis(step.how, step.ms));
      case 'database':
        return this.#begin(this.#breakDatabase(step.instance, step.how, step.ms));
      case 'drain':
        return this.#begin(this.on.drain(step.instance));
      case 'look':
        return this.#begin(this.#look(step.instance, step.room));
      case 'stored':
        await this.pulse.until(() => this.#page(step.slot).settled, STORED_WITHIN);
        return;
      case 'pause':
        await setTimeout(step.ms);
        return;
      case 'turn':
        await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The page in a slot; a new one when the last ended. */
  #page(slot: number): FaultsPage {
    const page = this.#current.get(slot);
    return page?.lives === true ? page : this.#open(slot);
  }

  #open(slot: number): FaultsPage {
    const { person, room } = SLOTS[slot] ?? { person: 0, room: 0 };
    const somebody = this.people[person];
    const roomId = this.roomIds[room];
    if (somebody === undefined || roomId === undefined) throw new Error('Nobody, or nowhere');
    const address = (): { to: number; url: string } => {
      const to = this.#homes[slot] ?? 0;
      return { to, url: this.on.servers[to]?.url ?? '' };
    };
    const page = new FaultsPage({ slot, room, roomId, somebody, address, now: () => this.pulse.now });
    this.#current.set(slot, page);
    this.pages.push(page);
    return page;
  }

  #reload({ slot, to, keeps }: Extract<Step, { do: 'reload' }>): void {
    const kept = this.#page(slot).leave();
    this.#homes[slot] = to;
    const page = this.#open(slot);
    if (keeps && kept !== undefined)
      page.adopt(kept).catch((error: unknown) => this.broken.push(`A page could not take over: ${String(error)}`));
  }

  async #begin(work: Promise<unknown>, wait = false): Promise<void> {
    this.#background.push(work.catch((error: unknown) => this.broken.push(`A step failed: ${String(error)}`)));
    if (wait) await work.catch(() => undefined);
  }

  #change({ person, room, to }: Extract<Step, { do: 'right' }>): Promise<void> {
    return this.rights.change(
      this.people[person]?.personId ?? '',
      room === undefined ? undefined : this.roomIds[room],
      to,
    );
  }

  async #endLogin(person: number): Promise<void> {
    const old = this.people[person];
    if (old === undefined) return;
    this.people[person] = await this.on.world.loginOf(old);
    await this.rights.endLogin(old);
  }

  async #breakRedis(how: 'stop' | 'freeze', ms: number): Promise<void> {
    const { redis } = this.on;
    if (how === 'freeze') redis.freeze();
    else await redis.stop();
    await setTimeout(ms);
    redis.thaw();
    await redis.start();
  }

  async #breakDatabase(instance: number, how: 'cut' | 'freeze' | 'swallow', ms: number): Promise<void> {
    const database = this.on.databases[instance];
    if (how === 'swallow') return void database?.swallowNextCommit();
    if (how === 'freeze') database?.freeze();
    else database?.cut();
    await setTimeout(ms);
    if (how === 'freeze') database?.thaw();
    else database?.restore();
  }

  async #look(instance: number, room: number): Promise<void> {
    await this.#stateOf(this.on.servers[instance], this.roomIds[room] ?? '');
  }

  /** @returns undefined while it can't be read */
  async #stateOf(server: LiveServer | undefined, roomId: string): Promise<string | undefined> {
    try {
      const doc = new Y.Doc();
      if (server !== undefined) Y.applyUpdate(doc, await server.rooms.encodeState(roomId));
      return contentHash(doc);
    } catch {
      return undefined; // Whatever was broken: the next look tells.
    }
  }

  async #end(): Promise<RoundOutcome> {
    await Promise.all(this.#background);
    await this.on.mend();
    const settled = await this.pulse.until(() => this.pages.every(({ settled }) => settled), PATIENCE);
    if (!settled) this.#stuck();
    // What a page lacks must come by itself: whoever opens or reads a room has its instance catch up.
    await this.#converge([]);
    SLOTS.forEach((_, slot) => this.#page(slot));
    const logs = await this.#converge(this.on.servers);
    const open = this.pages.filter((page) => page.lives).length;
    for (const page of this.pages) if (page.leftAt === undefined) page.leave();
    await this.#empty(logs);
    checkRound(this, logs);
    return { broken: this.broken, counts: this.#counts(logs, open) };
  }

  #stuck(): void {
    for (const { settled, setup, connection, socket } of this.pages)
      if (!settled) {
        const { status, pending, level } = connection.state;
        this.broken.push(
          `Stuck: slot ${setup.slot} is ${status} at level ${level} with ${pending} edits not stored; socket ${socket?.closeCode ?? 'open'} to instance ${socket?.to}`,
        );
      }
  }

  /** All documents of people, instances and the log end the same by content. */
  async #converge(servers: readonly LiveServer[]): Promise<readonly ReplayedLog[]> {
    let logs: readonly ReplayedLog[] = [];
    let differ: readonly string[] = [];
    const same = await this.pulse.until(async () => {
      logs = await Promise.all(this.roomIds.map((id) => replayLog(this.on.world, id)));
      differ = (await Promise.all(logs.map(({ doc }, room) => this.#differences(room, doc, servers)))).flat();
      return differ.length === 0;
    }, PATIENCE);
    if (!same) this.broken.push(...differ);
    return logs;
  }

  async #differences(room: number, doc: Y.Doc, servers: readonly LiveServer[]): Promise<readonly string[]> {
    const hash = contentHash(doc);
    const roomId = this.roomIds[room] ?? '';
    const found: string[] = [];
    for (const [n, server] of servers.entries())
      if ((await this.#stateOf(server, roomId)) !== hash)
        found.push(`Instance ${n} has another text of room ${room}, or none`);
    for (const { lives, setup, connection } of this.pages) {
      if (!lives || setup.room !== room) continue;
      if (!connection.state.stored) found.push(`Slot ${setup.slot} is ${connection.state.status} and not stored`);
      else if (contentHash(connection.doc) !== hash)
        found.push(`Slot ${setup.slot} shows another text: ${difference(connection.doc, doc)}`);
    }
    return found;
  }

  /** When everybody left, nothing stays in memory; what is loaded anew is the same. */
  async #empty(logs: readonly ReplayedLog[]): Promise<void> {
    const empty = (): boolean => this.on.servers.every(({ rooms }) => rooms.size === 0 && rooms.sessionCount === 0);
    if (!(await this.pulse.until(empty, PATIENCE))) this.broken.push('A room or session stays in memory');
    const [server] = this.on.servers;
    for (const [room, { doc }] of logs.entries()) {
      const anew = async (): Promise<boolean> =>
        (await this.#stateOf(server, this.roomIds[room] ?? '')) === contentHash(doc);
      if (!(await this.pulse.until(anew, PATIENCE))) this.broken.push(`A fresh load of room ${room} has another text`);
    }
  }

  #counts(logs: readonly ReplayedLog[], open: number): Readonly<Record<string, number>> {
    const sockets = this.pages.flatMap((page) => page.sockets);
    const codes: Record<string, number> = {};
    for (const { closeCode = 0 } of sockets) codes[`closed ${closeCode}`] = (codes[`closed ${closeCode}`] ?? 0) + 1;
    return {
      rows: logs.reduce((sum, { rows }) => sum + rows.length, 0),
      pages: this.pages.length,
      'pages to the end': open,
      edits: this.pages.reduce((sum, { edits }) => sum + edits.length, 0),
      'edits called stored': this.pages.reduce((sum, { saved }) => sum + saved, 0),
      'changes of rights': [...this.rights.turnings.values()].reduce((sum, all) => sum + all.length, 0),
      'logins ended': this.rights.ended.length,
      ...codes,
    };
  }
}

/** The place where two texts begin to differ. */
function difference(shown: Y.Doc, stored: Y.Doc): string {
  const [a, b] = [JSON.stringify(canonical(shown)), JSON.stringify(canonical(stored))];
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - 120);
  return `${a.slice(from, at + 120)} instead of ${b.slice(from, at + 120)}`;
}
