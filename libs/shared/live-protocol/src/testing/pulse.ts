import { setTimeout } from 'node:timers/promises';

const BEAT = 10;
/** A longer pause between two beats is time that this process did not have. */
const MOST = 30;

/** Milliseconds that this process really had: on a busy machine a promise of one second is measured in these. */
export class Pulse {
  #had = 0;
  #last = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#beat(), BEAT);
    this.#timer.unref();
  }

  get now(): number {
    return this.#had;
  }

  /** Looks again and again, until it is so or too late. @returns whether it became so */
  async until(is: () => boolean | Promise<boolean>, within: number): Promise<boolean> {
    for (const end = this.#had + within; this.#had < end; await setTimeout(BEAT)) if (await is()) return true;
    return false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = performance.now();
    this.#had += Math.min(MOST, now - this.#last);
    this.#last = now;
  }
}
