import { monotonic } from './live-options';
import type { RightAnswer, RightAsk, UpdateStore } from './update-store';

/** Whose right must be known. */
export interface Asker {
  readonly ask: RightAsk;
  /** @param askedAt monotonic time before the question was sent: `untilMs` counts from there at the earliest */
  decided(answer: RightAnswer, askedAt: number): void;
}

/**
 * Asks the database what people may do, many at once: one question in flight, what arrives meanwhile forms the next.
 * When the database does not answer, nobody is decided; without a lease everything closes soon after.
 */
export class RightsDesk {
  #waiting = new Map<Asker, ((error?: unknown) => void)[]>();
  #running = false;

  constructor(private readonly store: UpdateStore) {}

  /** Decides about somebody again; resolves when that happened. */
  async decide(asker: Asker): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const tell = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
      this.#waiting.set(asker, [...(this.#waiting.get(asker) ?? []), tell]);
      if (!this.#running) void this.#run();
    });
  }

  /** As {@link decide}, for who has no use for the moment; a failure is found again by the lease. */
  request(asker: Asker): void {
    if (!this.#waiting.has(asker)) this.decide(asker).catch(() => undefined);
  }

  /** An answer for somebody who is not in any room yet. */
  async look(ask: RightAsk): Promise<{ answer: RightAnswer; askedAt: number }> {
    return new Promise((resolve, reject) => {
      const asker: Asker = { ask, decided: (answer, askedAt) => resolve({ answer, askedAt }) };
      this.decide(asker).catch(reject);
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.size > 0) {
      const asked = this.#waiting;
      this.#waiting = new Map();
      await this.#askAll(asked);
    }
    this.#running = false;
  }

  async #askAll(asked: ReadonlyMap<Asker, ((error?: unknown) => void)[]>): Promise<void> {
    const askers = [...asked.keys()];
    const askedAt = monotonic();
    let failure: unknown;
    try {
      const answers = await this.store.decide(askers.map(({ ask }) => ask));
      askers.forEach((asker, i) => {
        const answer = answers[i];
        if (answer !== undefined) asker.decided(answer, askedAt);
      });
    } catch (error) {
      failure = error ?? new Error('Rights could not be read');
    }
    for (const tell of asked.values()) for (const one of tell) one(failure);
  }
}
