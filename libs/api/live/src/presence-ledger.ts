import { z } from 'zod';

const entry = z.object({
  clientId: z.number().int().nonnegative(),
  /** When this connection showed this, in milliseconds by the clock of its instance. */
  clock: z.number().nonnegative(),
  /** As `stamped` makes it; null: gone. */
  state: z.string().max(8_192).nullable(),
});

const MOST_ENTRIES = 500;
const MOST_INSTANCES = 64;

/** What instances tell each other about who is in a room; sealed with the key of the room. */
export const presenceMessage = z.object({
  instance: z.uuid(),
  /** Of this sender: rises with every message, and is about the time of sending. */
  sentAt: z.number(),
  /** Access epoch at which everybody in it was decided. */
  epoch: z.number(),
  /** The room was opened there: who else is in it? */
  asks: z.boolean(),
  /** Everybody of that instance is in it; otherwise what changed. */
  whole: z.boolean(),
  entries: z.array(entry).max(MOST_ENTRIES),
});
export type PresenceMessage = z.infer<typeof presenceMessage>;
export type SharedEntry = z.infer<typeof entry>;

/** A message that was under way for longer is of no use; clocks of machines may differ by a few seconds. */
const OLDEST = 20_000;
/** An instance that said nothing for so long is gone. Longer than {@link OLDEST}: what it said can't come back. */
const FORGET_AFTER = 25_000;

type Known = { readonly instance: string; readonly clock: number; readonly state: string };
type Change = { readonly clientId: number; readonly state: string | null };

/**
 * Who is in one room on which instance. Of two that show the same client id the later one has it, and what the other
 * still says about it counts for nothing. Messages may be lost, late, doubled and out of order.
 */
export class PresenceLedger {
  readonly #entries = new Map<number, Known>();
  readonly #instances = new Map<string, { sentAt: number; until: number }>();

  constructor(private readonly instance: string) {}

  showOwn(clientId: number, state: string, now: number): void {
    const clock = Math.max(now, (this.#entries.get(clientId)?.clock ?? 0) + 1);
    this.#entries.set(clientId, { instance: this.instance, clock, state });
  }

  /** @returns false when it is not shown here, or elsewhere by now */
  hideOwn(clientId: number): boolean {
    return this.isOwn(clientId) && this.#entries.delete(clientId);
  }

  isOwn(clientId: number): boolean {
    return this.#entries.get(clientId)?.instance === this.instance;
  }

  own(): readonly SharedEntry[] {
    return [...this.#entries].flatMap(([clientId, { instance, clock, state }]) =>
      instance === this.instance ? { clientId, clock, state } : [],
    );
  }

  /** @returns what is to be shown differently now */
  take({ instance, sentAt, whole, entries }: PresenceMessage, now: number): readonly Change[] {
    const sender = this.#instances.get(instance);
    const isStale = Math.abs(now - sentAt) > OLDEST || sentAt <= (sender?.sentAt ?? 0);
    const isOneTooMany = sender === undefined && this.#instances.size >= MOST_INSTANCES;
    if (instance === this.instance || isStale || isOneTooMany) return [];
    const until = whole || sender === undefined ? now + FORGET_AFTER : sender.until;
    this.#instances.set(instance, { sentAt, until });
    const changes = entries.flatMap((one) => this.#takeEntry(instance, one));
    return whole ? [...changes, ...this.#dropOthers(instance, entries)] : changes;
  }

  /** Instances that do not say anew who is there within `patience` are forgotten. */
  doubt(now: number, patience: number): void {
    for (const known of this.#instances.values()) known.until = Math.min(known.until, now + patience);
  }

  /** Forgets instances that said nothing for long. */
  expire(now: number): readonly Change[] {
    return [...this.#instances].flatMap(([instance, { until }]) => {
      if (until > now) return [];
      this.#instances.delete(instance);
      return this.#dropOthers(instance, []);
    });
  }

  #takeEntry(instance: string, { clientId, clock, state }: SharedEntry): readonly Change[] {
    const known = this.#entries.get(clientId);
    const isTheirs = known?.instance === instance;
    if (state === null) return isTheirs && this.#entries.delete(clientId) ? [{ clientId, state }] : [];
    if (known === undefined && this.#entries.size >= MOST_ENTRIES) return [];
    if (known !== undefined && !isTheirs && !isLater({ instance, clock }, known)) return [];
    this.#entries.set(clientId, { instance, clock, state });
    // The same once more, later, is news too: browsers forget whom they did not hear of for 30 s.
    return known?.clock === clock ? [] : [{ clientId, state }];
  }

  #dropOthers(instance: string, entries: readonly SharedEntry[]): readonly Change[] {
    const kept = new Set(entries.map(({ clientId }) => clientId));
    return [...this.#entries].flatMap(([clientId, known]) => {
      if (known.instance !== instance || kept.has(clientId)) return [];
      this.#entries.delete(clientId);
      return [{ clientId, state: null }];
    });
  }
}

const isLater = (one: Pick<Known, 'instance' | 'clock'>, other: Known): boolean =>
  one.clock === other.clock ? one.instance > other.instance : one.clock > other.clock;
