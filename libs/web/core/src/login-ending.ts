/** When a login ends, in milliseconds since 1970. */
export interface LoginEnd {
  /** When nothing is done. */
  readonly at: number;
  /** Whatever is done. */
  readonly latest: number;
}

/** What to say before a login ends. */
export interface EndWarning {
  readonly minutes: 10 | 2;
  /** Only logging in again helps. */
  readonly final: boolean;
}

/** Two clocks and a second or so of travel never agree to the millisecond. */
const SAME = 5_000;
const MINUTE = 60_000;
/** Timers of browsers hold 31 bits. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** The warning that belongs on the screen at this moment; null when the end is more than ten minutes away. */
export function warningAt(now: number, { at, latest }: LoginEnd): EndWarning | null {
  const left = at - now;
  if (left > 10 * MINUTE) return null;
  return { minutes: left > 2 * MINUTE ? 10 : 2, final: latest - at < SAME };
}

/** Milliseconds until there is something to look at again; 0 when the login is over. */
export function untilNextLook(now: number, { at }: LoginEnd): number {
  const next = [at - 10 * MINUTE, at - 2 * MINUTE, at].find((moment) => moment > now);
  return next === undefined ? 0 : Math.min(next - now + 50, LONGEST_TIMER);
}
