import { setTimeout } from 'node:timers/promises';
import { monotonic } from './live-options';
import type { Turn, TurnAnswer, TurnDone, UpdateStore } from './update-store';

/** A room that has something to store. One turn of it is in flight at a time. */
export interface Submitter {
  readonly roomId: string;
  /** What it wants to store now, worked out at this moment; undefined when nothing is ready. */
  prepare(): Turn | undefined;
  /** The turn is over. Whatever still waits is asked for again with {@link CommitQueue.request}. */
  settle(answer: TurnAnswer): void;
}

/** A room whose turn is done, and the monotonic time before it was asked for. */
export type Stored = { readonly roomId: string; readonly answer: TurnDone; readonly askedAt: number };

const MOST_TURNS = 100;
/**
 * Milliseconds between the starts of two transactions. A transaction costs about the same for one edit as for four:
 * under load, waiting this long spares more than it costs. After a pause nobody waits.
 */
const GATHER = 4;
/** Transactions that wait for a head that somebody else holds, beside the one of all others. */
const MOST_ALONE = 2;

/**
 * Group commit: everything that waits goes into one transaction; what arrives meanwhile forms the next one. Nothing
 * in flight, nor a moment ago: at once.
 */
export class CommitQueue {
  readonly #ready = new Set<Submitter>();
  readonly #inFlight = new Set<Submitter>();
  readonly #alone: { readonly from: Submitter; readonly turn: Turn }[] = [];
  #running = false;
  #waitingAlone = 0;
  #settling = 0;
  #idle: (() => void)[] = [];

  /** @param check what must be known, after the commit, before anything of it reaches anybody */
  constructor(
    private readonly store: UpdateStore,
    private readonly check: (stored: readonly Stored[]) => Promise<void>,
  ) {}

  request(from: Submitter): void {
    this.#ready.add(from);
    if (!this.#running) void this.#run();
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    if (!this.#isIdle()) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      const askedAt = monotonic();
      const answers = await this.store.commit(
        batch.map(({ turn }) => turn),
        false,
      );
      // The next batch does not wait for this.
      void this.#settleAll(
        batch.map((part, i) => ({ ...part, answer: answers[i] ?? lost })),
        askedAt,
      );
      const left = askedAt + GATHER - monotonic();
      if (left > 0) await setTimeout(left);
    }
    this.#running = false;
    this.#tellIdle();
  }

  #take(): { from: Submitter; turn: Turn }[] {
    const batch: { from: Submitter; turn: Turn }[] = [];
    for (const from of this.#ready) {
      if (batch.length === MOST_TURNS) break;
      if (this.#inFlight.has(from)) continue;
      this.#ready.delete(from);
      const turn = from.prepare();
      if (turn === undefined) continue;
      this.#inFlight.add(from);
      batch.push({ from, turn });
    }
    return batch;
  }

  /** A room whose head is held waits by itself, so that the others don't. */
  #goAlone(part: { from: Submitter; turn: Turn }): void {
    this.#alone.push(part);
    if (this.#waitingAlone < MOST_ALONE) void this.#runAlone();
  }

  async #runAlone(): Promise<void> {
    this.#waitingAlone += 1;
    for (let part = this.#alone.shift(); part !== undefined; part = this.#alone.shift()) {
      const askedAt = monotonic();
      const [answer] = await this.store.commit([part.turn], true);
      await this.#settleAll([{ ...part, answer: answer ?? lost }], askedAt);
    }
    this.#waitingAlone -= 1;
    this.#tellIdle();
  }

  async #settleAll(
    parts: readonly { from: Submitter; turn: Turn; answer: TurnAnswer }[],
    askedAt: number,
  ): Promise<void> {
    for (const part of parts) if (part.answer.kind === 'locked') this.#goAlone(part);
    const settled = parts.filter(({ answer }) => answer.kind !== 'locked');
    const stored = settled.flatMap(({ from: { roomId }, answer }) =>
      answer.kind === 'done' ? { roomId, answer, askedAt } : [],
    );
    this.#settling += 1;
    const failure =
      stored.length === 0
        ? undefined
        : await this.check(stored).then(
            () => undefined,
            (error: unknown) => ({ error }),
          );
    this.#settling -= 1;
    for (const { from, answer } of settled)
      this.#settle(
        from,
        failure !== undefined && answer.kind === 'done' ? { kind: 'failed', doubtful: true, ...failure } : answer,
      );
    this.#tellIdle();
  }

  #settle(from: Submitter, answer: TurnAnswer): void {
    this.#inFlight.delete(from);
    from.settle(answer);
    if (this.#ready.size > 0 && !this.#running) void this.#run();
  }

  #isIdle(): boolean {
    return !this.#running && this.#waitingAlone === 0 && this.#settling === 0;
  }

  #tellIdle(): void {
    if (!this.#isIdle()) return;
    for (const tell of this.#idle.splice(0)) tell();
  }
}

const lost: TurnAnswer = { kind: 'failed', doubtful: true, error: undefined };
