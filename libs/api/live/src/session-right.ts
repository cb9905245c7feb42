import { monotonic } from './live-options';
import type { Right, RightAnswer } from './update-store';

/** Timers of Node end at 2^31 - 1 milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What a decision means for a connection that is open. */
export type Verdict = 'login-ended' | 'gone' | 'lowered' | 'raised' | 'same';

/** What one connection may do: the last decision, with the epoch and the time for which it counts. */
export class SessionRight {
  #right: Right;
  #epoch: number;
  #until = Infinity;
  #timer: NodeJS.Timeout | undefined;

  /** @param onEnd called when the decision must be made again by the clock */
  constructor(
    answer: RightAnswer,
    askedAt: number,
    private readonly onEnd: () => void,
  ) {
    this.#right = answer;
    this.#epoch = answer.head?.epoch ?? 0;
    this.#keep(answer, askedAt);
  }

  get level(): number {
    return this.#right.level;
  }

  get why(): string {
    return this.#right.why;
  }

  get ruleId(): string | null {
    return this.#right.ruleId;
  }

  /** Epoch of the database at the moment of the decision, or an older one. */
  get epoch(): number {
    return this.#epoch;
  }

  /** True when the decision still counts for what carries this epoch. */
  coversEpoch(epoch: number): boolean {
    return this.#epoch >= epoch && monotonic() < this.#until;
  }

  /** The decision counts for nothing until there is a new one. */
  doubt(): void {
    this.#until = -Infinity;
  }

  /** Takes a new decision; one that is older than the last changes nothing. */
  take(answer: RightAnswer, askedAt: number): Verdict {
    if (!answer.loginAlive) return 'login-ended';
    if (answer.head === null || answer.level === 0) return 'gone';
    if (answer.head.epoch < this.#epoch) return 'same';
    const before = this.#right.level;
    this.#right = answer;
    this.#epoch = answer.head.epoch;
    this.#keep(answer, askedAt);
    if (answer.level < before) return 'lowered';
    return answer.level > before ? 'raised' : 'same';
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #keep({ untilMs }: Right, askedAt: number): void {
    clearTimeout(this.#timer);
    this.#until = untilMs === null ? Infinity : askedAt + untilMs;
    if (untilMs === null) return;
    const left = Math.max(0, this.#until - monotonic());
    // A long timer rings early; the decision is then simply made again.
    this.#timer = setTimeout(this.onEnd, Math.min(Math.ceil(left) + 1, LONGEST_TIMER));
    this.#timer.unref();
  }
}
