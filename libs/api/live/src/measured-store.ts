import { Counter, Histogram, type Registry } from 'prom-client';
import {
  UpdateStore,
  type Claim,
  type LeaseAnswer,
  type LeaseAsk,
  type LoadedRoom,
  type RightAnswer,
  type RightAsk,
  type Turn,
  type TurnAnswer,
} from './update-store';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const COUNTS = [1, 2, 5, 10, 20, 50, 100];

/** An update store whose work and errors are counted; nothing else about it changes. */
export class MeasuredStore extends UpdateStore {
  readonly #seconds: Histogram;
  readonly #errors: Counter;
  readonly #turns: Histogram;

  constructor(
    private readonly store: UpdateStore,
    registry: Registry,
  ) {
    super();
    const registers = [registry];
    this.#seconds = new Histogram({
      name: 'samenplan_live_store_seconds',
      help: 'Work of the update store, by operation',
      labelNames: ['operation'],
      buckets: SECONDS,
      registers,
    });
    this.#errors = new Counter({
      name: 'samenplan_live_store_errors_total',
      help: 'Work of the update store that failed, by operation',
      labelNames: ['operation'],
      registers,
    });
    this.#turns = new Histogram({
      name: 'samenplan_live_commit_rooms',
      help: 'Rooms in one transaction',
      buckets: COUNTS,
      registers,
    });
  }

  async load(roomId: string): Promise<LoadedRoom | undefined> {
    return this.#measured('load', () => this.store.load(roomId));
  }

  async since(roomId: string, historyId: string, seq: number): ReturnType<UpdateStore['since']> {
    return this.#measured('catch-up', () => this.store.since(roomId, historyId, seq));
  }

  async decide(asks: readonly RightAsk[]): Promise<readonly RightAnswer[]> {
    return this.#measured('decide', () => this.store.decide(asks));
  }

  async commit(turns: readonly Turn[], wait: boolean): Promise<readonly TurnAnswer[]> {
    this.#turns.observe(turns.length);
    const answers = await this.#measured('commit', () => this.store.commit(turns, wait));
    const failed = answers.filter(({ kind }) => kind === 'failed').length;
    if (failed > 0) this.#errors.inc({ operation: 'commit' }, failed);
    return answers;
  }

  async claim(roomId: string, historyId: string, clientIds: readonly number[], personId: string): Promise<Claim> {
    return this.#measured('claim', () => this.store.claim(roomId, historyId, clientIds, personId));
  }

  async seed(roomId: string, update: Uint8Array, clientIds: readonly number[]): Promise<void> {
    return this.#measured('seed', () => this.store.seed(roomId, update, clientIds));
  }

  async keepSnapshot(...snapshot: Parameters<UpdateStore['keepSnapshot']>): Promise<void> {
    return this.#measured('snapshot', () => this.store.keepSnapshot(...snapshot));
  }

  async lease(ask: LeaseAsk, urgent?: boolean): Promise<LeaseAnswer> {
    return this.#measured('lease', () => this.store.lease(ask, urgent));
  }

  async close(): Promise<void> {
    await this.store.close();
  }

  async #measured<T>(operation: string, work: () => Promise<T>): Promise<T> {
    const stop = this.#seconds.startTimer({ operation });
    try {
      return await work();
    } catch (error) {
      this.#errors.inc({ operation });
      throw error;
    } finally {
      stop();
    }
  }
}
