import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock, Database, Problem, RateLimit } from '@samenplan/api/platform';
import type { Acting } from './acting';

/** Somebody asked for what they may not have. `objectId` is what they asked for, whether or not it exists. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly objectId: string,
    /** `not-allowed` only for those who see the thing but may not change it. */
    readonly code: 'not-found' | 'not-allowed' = 'not-found',
  ) {
    super(code);
  }
}

/** Longer than the work of nearly every refusal, so that the moment of the answer says nothing about that work. */
const ANSWER_EVERY = 50;
/** Far above what anyone meets by accident; bounds the lines that guessing at ids can fill the database with. */
const GUESSES = { burst: 200, perMinute: 60 };

/** How long an answer waits, in milliseconds, after this much work: until the next moment at which answers leave. */
export const untilAnswer = (worked: number): number => ANSWER_EVERY - (worked % ANSWER_EVERY);

/** Records what was refused, and answers it the same way and at the same pace as what does not exist. */
@Injectable()
export class Refusals {
  readonly #guesses: RateLimit;

  constructor(
    private readonly database: Database,
    clock: Clock,
  ) {
    this.#guesses = new RateLimit(clock, GUESSES);
  }

  /** Writes the line of a refusal; the same statement for an unknown id. One line per person, object and hour. */
  async record(acting: Acting, objectId: string): Promise<void> {
    await this.database.as(acting, async (tx) => {
      await tx.query(
        `insert into access_refusal (person_id, object_id, hour, network_address, trace_id)
          values ($1, $2, date_trunc('hour', clock_timestamp(), 'UTC'), $3, $4) on conflict do nothing`,
        [acting.personId, objectId, acting.address, acting.traceId],
      );
    });
  }

  /**
   * Ends a request that was refused.
   * @param begun `performance.now()` at its start
   * @throws Problem always
   */
  async answer(acting: Acting, { objectId, code }: Refused, begun: number): Promise<never> {
    this.#guesses.demand(acting.personId);
    await this.record(acting, objectId);
    await wait(untilAnswer(performance.now() - begun));
    throw new Problem(code);
  }
}
