import {
  decodePresenceEntries,
  encodePresenceEntries,
  liveLimits,
  type PresenceEntry,
} from '@samenplan/shared/live-protocol';
import { z } from 'zod';

/** As others see somebody; stamped by the server over whatever a client says about itself. */
export type Identity = { readonly personId: string; readonly name: string; readonly function: string | null };

// A caret: relative positions as Yjs writes them in JSON. Nothing else of a client's own entry is passed on.
const caret = z.object({ anchor: z.unknown(), head: z.unknown() }).nullish();
const ownState = z.object({ cursor: caret }).nullable();

/**
 * The sender's own entry in a presence frame. Entries of others (y-websocket echoes them) count for nothing.
 * @returns `malformed`, or undefined when the frame holds no entry of this client id
 */
export function ownEntry(frame: Uint8Array, clientId: number): PresenceEntry | undefined | 'malformed' {
  const entries = decodePresenceEntries(frame);
  if (entries === undefined) return 'malformed';
  const own = entries.find((entry) => entry.clientId === clientId);
  return own !== undefined && own.state.length > liveLimits.ownPresence ? 'malformed' : own;
}

/** The client id of a frame that holds exactly one entry: how a plain y-websocket client introduces itself. */
export function onlyClientId(frame: Uint8Array): number | undefined {
  const entries = decodePresenceEntries(frame);
  const [first] = entries ?? [];
  return entries?.length === 1 && first?.state !== 'null' ? first?.clientId : undefined;
}

/** @returns the state to show others, `null` (as text) for who left; undefined when malformed */
export function stamped(state: string, identity: Identity): string | undefined {
  const parsed = ownState.safeParse(parse(state));
  if (!parsed.success) return undefined;
  if (parsed.data === null) return 'null';
  return JSON.stringify({ user: identity, cursor: parsed.data.cursor ?? null });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // Not JSON: no state either.
  }
}

type Shown = { readonly state: string; readonly clock: number };

/** Who is in a room, by client id, and what of it others have not been told yet. */
export class PresenceTable {
  readonly #shown = new Map<number, Shown>();
  readonly #news = new Map<number, PresenceEntry>();

  get size(): number {
    return this.#shown.size;
  }

  has(clientId: number): boolean {
    return this.#shown.has(clientId);
  }

  /** Clocks are the server's: no entry can be sent back in time or out of reach. */
  show(clientId: number, state: string, now: number): void {
    const clock = Math.max(
      now,
      (this.#shown.get(clientId)?.clock ?? 0) + 1,
      (this.#news.get(clientId)?.clock ?? 0) + 1,
    );
    if (state === 'null') this.#shown.delete(clientId);
    else this.#shown.set(clientId, { state, clock });
    this.#news.set(clientId, { clientId, clock, state });
  }

  hide(clientId: number, now: number): void {
    if (this.#shown.has(clientId)) this.show(clientId, 'null', now);
  }

  /** What changed since the last call. */
  takeNews(): readonly PresenceEntry[] {
    const news = [...this.#news.values()];
    this.#news.clear();
    return news;
  }

  all(): readonly PresenceEntry[] {
    return [...this.#shown].map(([clientId, shown]) => ({ clientId, ...shown }));
  }
}

/** The content of a presence frame for somebody: everything but the own entry. Undefined when nothing is left. */
export function entriesFor(entries: readonly PresenceEntry[], clientId: number | undefined): Uint8Array | undefined {
  const others = entries.filter((entry) => entry.clientId !== clientId);
  return others.length === 0 ? undefined : encodePresenceEntries(others);
}
