import { setImmediate } from 'node:timers/promises';

/**
 * Does pieces of work one after the other, and lets everything else happen in between: when many rooms are due for a
 * snapshot in the same moment, their edits don't wait for all of them.
 */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  /** @throws what the work throws; the next one comes all the same */
  async run(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => setImmediate()).then(work);
    this.#last = turn.catch(() => undefined); // The caller hears of it.
    return turn;
  }
}
