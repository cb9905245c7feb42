import { monotonic } from './live-options';

/** Longest wait, in seconds: whoever spent far more than there was pays for it up to here. */
const LONGEST_WAIT = 10;

/** A budget that refills with time. Overdrawn, it says how long to wait: nothing is refused. */
export class Pace {
  #credit: number;
  #at: number;

  /** @param perSecond what comes in; @param burst what is saved at most; @param now in milliseconds */
  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = monotonic,
  ) {
    this.#credit = burst;
    this.#at = now();
  }

  /** @returns milliseconds until it is paid for; 0 when there was enough */
  spend(cost: number): number {
    this.#refill();
    this.#credit = Math.max(-LONGEST_WAIT * this.perSecond, this.#credit - cost);
    return this.#credit >= 0 ? 0 : (-this.#credit / this.perSecond) * 1_000;
  }

  /** Milliseconds until everything that was spent has come back. */
  get untilFull(): number {
    this.#refill();
    return ((this.burst - this.#credit) / this.perSecond) * 1_000;
  }

  #refill(): void {
    const now = this.now();
    this.#credit = Math.min(this.burst, this.#credit + ((now - this.#at) / 1_000) * this.perSecond);
    this.#at = now;
  }
}
