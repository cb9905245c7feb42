import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { liveLimits } from './limits';

/** One entry of a presence frame, its state still as JSON text. */
export type PresenceEntry = { readonly clientId: number; readonly clock: number; readonly state: string };

const MOST_ENTRIES = 2_000;

/**
 * Reads untrusted bytes. The texts are not parsed: only the sender's own entry is worth that.
 * @returns undefined when malformed
 */
export function decodePresenceEntries(bytes: Uint8Array): readonly PresenceEntry[] | undefined {
  const decoder = decoding.createDecoder(bytes);
  try {
    const count = decoding.readVarUint(decoder);
    if (count > MOST_ENTRIES) return undefined;
    const entries: PresenceEntry[] = [];
    for (let i = 0; i < count; i += 1) {
      const clientId = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const state = decoding.readVarString(decoder);
      if (clientId >= liveLimits.clientId) return undefined;
      entries.push({ clientId, clock, state });
    }
    return decoding.hasContent(decoder) ? undefined : entries;
  } catch {
    return undefined; // Ends too early, or text that is not UTF-8.
  }
}

/** The content of a presence frame; `state` is JSON text, `null` for who left. */
export function encodePresenceEntries(entries: readonly PresenceEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { clientId, clock, state } of entries) {
      encoding.writeVarUint(encoder, clientId);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
}
