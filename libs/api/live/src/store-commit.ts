import { sqlState, type Encryption } from '@samenplan/api/platform';
import type { Pool } from 'pg';
import { updatePurpose } from './store-purposes';
import { rightOf, storeRows, type StoreRow } from './store-rows';
import { STORE } from './store-statements';
import type { Entry, EntryAnswer, LoginRef, Turn, TurnAnswer } from './update-store';

/** Locks in one transaction stay far below what PostgreSQL holds; logins beyond this are looked at afterwards. */
const MOST_WATCHERS = 1_000;

type SealedEntry = { readonly entry: Entry; readonly nonce: Uint8Array; readonly payload: Uint8Array };
type SealedTurn = { readonly turn: Turn; readonly entries: readonly SealedEntry[] };

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
      // An error of PostgreSQL undid everything: find out whose it was. Should it have come after the commit after
      // all, the seq of the head has moved on and the second try finds itself behind.
      const undone = sqlState(error) !== undefined;
      if (undone && turns.length > 1) for (const turn of turns) await this.#store([turn], wait, answers);
      else for (const { turn } of turns) answers.set(turn, { kind: 'failed', doubtful: !undone, error });
    }
  }

  /** One statement is the whole transaction: its answer comes after the commit. */
  async #transaction(turns: readonly SealedTurn[], wait: boolean, answers: Map<Turn, TurnAnswer>): Promise<void> {
    const watchers = watchersOf(turns);
    const values = storeValues(turns, watchers, wait);
    const found = storeRows.parse((await this.pool.query({ name: 'live-store', text: STORE, values })).rows);
    const ended = new Set(found.flatMap((row) => (row.state === 'login-ended' ? row.login : [])));
    const alive = new Set(watchers.map(({ loginId }) => loginId));
    for (const row of found) if (row.state === 'login-ended' || row.state === 'login-unsure') alive.delete(row.login);
    const rows = Map.groupBy(found, ({ turn }) => turn);
    turns.forEach(({ turn }, i) => {
      const own = (rows.get(i + 1) ?? []).toSorted((a, b) => a.entry - b.entry);
      const [first] = own;
      if (first?.state === 'missing') answers.set(turn, wait ? { kind: 'gone' } : { kind: 'locked' });
      else if (first?.state === 'behind' || first?.state === 'history-replaced')
        answers.set(turn, { kind: first.state });
      else if (first?.state === 'done')
        answers.set(turn, { kind: 'done', epoch: first.epoch, entries: own.flatMap(entryOf), ended, alive });
    });
  }
}

/** Those who will be handed what is stored, each once. */
function watchersOf(turns: readonly SealedTurn[]): readonly LoginRef[] {
  const watchers = new Map<string, LoginRef>();
  for (const { turn } of turns) for (const one of turn.watchers) watchers.set(one.loginId, one);
  return [...watchers.values()].slice(0, MOST_WATCHERS);
}

/** The parameters of {@link STORE}. */
function storeValues(turns: readonly SealedTurn[], watchers: readonly LoginRef[], wait: boolean): unknown[] {
  const flat = turns.flatMap(({ turn, entries }, i) => entries.map((sealed) => ({ turn, at: i + 1, ...sealed })));
  return [
    turns.map(({ turn }) => turn.roomId),
    turns.map(({ turn }) => turn.historyId),
    turns.map(({ turn }) => turn.seq),
    flat.map(({ at }) => at),
    flat.map(({ entry }) => entry.author),
    flat.map(({ entry }) => entry.loginId),
    flat.map(({ entry }) => `{${entry.clientIds.join(',')}}`),
    flat.map(({ turn }) => turn.keyId),
    flat.map(({ nonce }) => nonce),
    flat.map(({ payload }) => payload),
    watchers.map(({ loginId }) => loginId),
    watchers.map(({ personId }) => personId),
    wait,
  ];
}

function entryOf(row: StoreRow): readonly EntryAnswer[] {
  if (row.state !== 'done') return [];
  const stored = row.seq === null || row.atMs === null ? undefined : { seq: row.seq, at: new Date(row.atMs) };
  return [{ ...rightOf(row), stored }];
}
