import { sqlState, type Encryption } from '@samenplan/api/platform';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { updatePurpose } from './store-purposes';
import { lockRow, rightOf, storeRow } from './store-rows';
import { LOCK_SKIPPING, LOCK_WAITING, STORE } from './store-statements';
import type { Entry, EntryAnswer, Turn, TurnAnswer } from './update-store';

/** How long a transaction waits for a lock that another holds, before its turns go one by one. */
const LOCK_TIMEOUT = '2s';
/** The row-level policy said no after the statement itself had said yes: the right ended in between. */
const REFUSED_BY_POLICY = '42501';

type SealedEntry = { readonly entry: Entry; readonly nonce: Uint8Array; readonly payload: Uint8Array };
type SealedTurn = { readonly turn: Turn; readonly entries: readonly SealedEntry[] };
type Locked = z.infer<typeof lockRow>;

/** Stores the turns of many rooms in one transaction; an error of one does not undo the others. */
export class StoreCommit {
  constructor(
    private readonly pool: Pool,
    private readonly encryption: Encryption,
  ) {}

  async run(turns: readonly Turn[], wait: boolean): Promise<readonly TurnAnswer[]> {
    const answers = new Map<Turn, TurnAnswer>();
    // A key that can't be had is the trouble of one room.
    const sealed = await Promise.all(turns.map((turn) => this.#seal(turn, answers)));
    await this.#store(
      sealed.filter((turn) => turn !== undefined),
      wait,
      answers,
    );
    return turns.map((turn) => answers.get(turn) ?? { kind: 'failed', doubtful: true, error: undefined });
  }

  async #seal(turn: Turn, answers: Map<Turn, TurnAnswer>): Promise<SealedTurn | undefined> {
    try {
      const entries: SealedEntry[] = [];
      for (const entry of turn.entries) {
        const { nonce, payload } = await this.encryption.seal(
          this.pool,
          turn.keyId,
          updatePurpose(turn, entry.author, entry.loginId),
          entry.update,
        );
        entries.push({ entry, nonce, payload });
      }
      return { turn, entries };
    } catch (error) {
      answers.set(turn, { kind: 'failed', doubtful: false, error });
      return undefined;
    }
  }

  async #store(turns: readonly SealedTurn[], wait: boolean, answers: Map<Turn, TurnAnswer>): Promise<void> {
    if (turns.length === 0) return;
    try {
      await this.#transaction(turns, wait, answers);
    } catch (error) {
      if (sqlState(error) === undefined || error instanceof CommitDoubtful) this.#failAll(turns, answers, error);
      else await this.#split(turns, wait, answers, error);
    }
  }

  /** An error of PostgreSQL undid everything: find out whose it was. */
  async #split(
    turns: readonly SealedTurn[],
    wait: boolean,
    answers: Map<Turn, TurnAnswer>,
    error: unknown,
  ): Promise<void> {
    const [first, ...others] = turns;
    if (first === undefined) return;
    if (others.length > 0) {
      for (const turn of turns) await this.#store([turn], wait, answers);
      return;
    }
    if (first.entries.length === 1 || sqlState(error) !== REFUSED_BY_POLICY) {
      answers.set(
        first.turn,
        sqlState(error) === REFUSED_BY_POLICY ? refusedByPolicy : { kind: 'failed', doubtful: false, error },
      );
      return;
    }
    await this.#oneByOne(first, wait, answers);
  }

  /** Entries of one room in separate transactions, each on top of what the last one stored. */
  async #oneByOne({ turn, entries }: SealedTurn, wait: boolean, answers: Map<Turn, TurnAnswer>): Promise<void> {
    const done: EntryAnswer[] = [];
    let { seq } = turn;
    let epoch = 0;
    for (const entry of entries) {
      const single = { ...turn, seq, entries: [entry.entry] };
      await this.#store([{ turn: single, entries: [entry] }], wait, answers);
      const answer = answers.get(single);
      const result = answer?.kind === 'done' ? answer.entries[0] : undefined;
      if (answer?.kind !== 'done' || result === undefined) {
        // What came before is stored: the room catches up and finds it.
        answers.set(turn, answer ?? { kind: 'failed', doubtful: true, error: undefined });
        return;
      }
      done.push(result);
      epoch = Math.max(epoch, answer.epoch);
      if (result.stored !== undefined) seq = result.stored.seq;
    }
    answers.set(turn, { kind: 'done', epoch, entries: done });
  }

  async #transaction(turns: readonly SealedTurn[], wait: boolean, answers: Map<Turn, TurnAnswer>): Promise<void> {
    const client = await this.pool.connect();
    client.on('error', ignore);
    let broken = true;
    try {
      await client.query(
        `begin; set local lock_timeout = '${LOCK_TIMEOUT}'; set local plan_cache_mode = force_generic_plan`,
      );
      const ready = await this.#lock(client, turns, wait, answers);
      const results = ready.length === 0 ? [] : await this.#insert(client, ready);
      await commit(client);
      broken = false;
      for (const [turn, answer] of results) answers.set(turn, answer);
    } catch (error) {
      if (sqlState(error) !== undefined && !(error instanceof CommitDoubtful)) broken = !(await rolledBack(client));
      throw error;
    } finally {
      client.off('error', ignore);
      client.release(broken);
    }
  }

  /** First statement: the heads. @returns the turns that still fit on top of what their room holds */
  async #lock(
    client: PoolClient,
    turns: readonly SealedTurn[],
    wait: boolean,
    answers: Map<Turn, TurnAnswer>,
  ): Promise<[SealedTurn, Locked][]> {
    const logins = [...new Set(turns.flatMap(({ turn }) => turn.entries.map((entry) => entry.loginId)))].sort();
    const { rows } = await client.query({
      name: wait ? 'live-lock-waiting' : 'live-lock-skipping',
      text: wait ? LOCK_WAITING : LOCK_SKIPPING,
      values: [turns.map(({ turn }) => turn.roomId), logins],
    });
    const heads = new Map(
      z
        .array(lockRow)
        .parse(rows)
        .map((head) => [head.id, head]),
    );
    const ready: [SealedTurn, Locked][] = [];
    for (const sealed of turns) {
      const head = heads.get(sealed.turn.roomId);
      if (head === undefined) answers.set(sealed.turn, wait ? { kind: 'gone' } : { kind: 'locked' });
      else if (head.history !== sealed.turn.historyId) answers.set(sealed.turn, { kind: 'history-replaced' });
      else if (head.seq !== sealed.turn.seq) answers.set(sealed.turn, { kind: 'behind' });
      else ready.push([sealed, head]);
    }
    return ready;
  }

  /** Second statement: the rights, and what they allow. */
  async #insert(client: PoolClient, ready: readonly [SealedTurn, Locked][]): Promise<[Turn, TurnAnswer][]> {
    const flat = ready.flatMap(([{ turn, entries }]) => entries.map((sealed) => ({ turn, ...sealed })));
    const { rows } = await client.query({
      name: 'live-store',
      text: STORE,
      values: [
        flat.map(({ turn }) => turn.roomId),
        flat.map(({ turn }) => turn.historyId),
        flat.map(({ entry }) => entry.author),
        flat.map(({ entry }) => entry.loginId),
        flat.map(({ entry }) => `{${entry.clientIds.join(',')}}`),
        flat.map(({ turn }) => turn.keyId),
        flat.map(({ nonce }) => nonce),
        flat.map(({ payload }) => payload),
      ],
    });
    const answered = z.array(storeRow).parse(rows);
    let at = 0;
    return ready.map(([{ turn }, head]) => {
      const own = answered.slice(at, (at += turn.entries.length));
      const entries = own.map((row) => ({
        ...rightOf(row),
        stored: row.seq === null || row.at === null ? undefined : { seq: row.seq, at: row.at },
      }));
      return [turn, { kind: 'done', epoch: head.epoch, entries }];
    });
  }

  #failAll(turns: readonly SealedTurn[], answers: Map<Turn, TurnAnswer>, error: unknown): void {
    for (const { turn } of turns) answers.set(turn, { kind: 'failed', doubtful: true, error });
  }
}

const refusedByPolicy: TurnAnswer = {
  kind: 'done',
  epoch: 0,
  entries: [{ level: 0, why: 'no-rule', ruleId: null, untilMs: null, stored: undefined }],
};

/** A connection that breaks fails its query too; without a listener it would end the process. */
const ignore = (): undefined => undefined;

/** COMMIT itself failed: whether it happened is not known. */
class CommitDoubtful extends Error {
  override readonly name = 'CommitDoubtful';
}

async function commit(client: PoolClient): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    throw new CommitDoubtful('commit failed', { cause: error });
  }
}

/** @returns whether the connection can be used again */
async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('rollback');
    return true;
  } catch {
    return false; // The pool replaces it; PostgreSQL rolls back by itself.
  }
}
