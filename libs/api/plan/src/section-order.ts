/** Digits in the order in which PostgreSQL sorts them under collation "C". */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;

/**
 * A position that sorts (by code unit, as collation "C") between two others: the fraction halfway, in base 62
 * without a trailing zero. Moving a section then changes that section only.
 * @param before null: nothing comes before
 * @param after null: nothing comes after; must sort after `before`
 */
export function positionBetween(before: string | null, after: string | null): string {
  if (before !== null && after !== null && before >= after)
    throw new RangeError('Positions must be given in their order');
  let made = '';
  let upper = after;
  for (let place = 0; ; place += 1) {
    const low = digit(before, place, 0);
    const high = upper === null ? BASE : digit(upper, place, 0);
    if (high - low > 1) return made + DIGITS.charAt(low + Math.floor((high - low) / 2));
    made += DIGITS.charAt(low);
    // Below the digit of `after`: whatever follows stays before it.
    if (high > low) upper = null;
  }
}

function digit(position: string | null, place: number, otherwise: number): number {
  const found = DIGITS.indexOf(position?.charAt(place) || '\0');
  return found === -1 ? otherwise : found;
}
