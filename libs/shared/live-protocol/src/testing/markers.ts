const TILDE = 0x7e;
const ZERO = 0x30;
const DIGITS = 6;

/** Characters of one marker. */
export const MARKER = DIGITS + 2;

/**
 * A word that occurs once, by which an edit is found again in any frame: Yjs carries text as UTF-8, and who edits only
 * between markers never splits one.
 */
export const marker = (id: number): string => `~${String(id).padStart(DIGITS, '0')} `;

/** Markers in bytes of any kind, in their order there. */
export function markersIn(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(TILDE); at >= 0; at = bytes.indexOf(TILDE, at + 1)) {
    let id = 0;
    for (let i = at + 1; i <= at + DIGITS; i += 1) id = id * 10 + digit(bytes[i]);
    if (!Number.isNaN(id)) found.push(id);
  }
  return found;
}

const digit = (byte = 0): number => (byte >= ZERO && byte <= ZERO + 9 ? byte - ZERO : NaN);

/** Markers in text. */
export const markersInText = (text: string): number[] =>
  Array.from(text.matchAll(/~(\d{6}) /g), ([, id]) => Number(id));
