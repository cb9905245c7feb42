import { sqlState, type Encryption } from '@samenplan/api/platform';
import type { Pool, PoolClient } from 'pg';
import { KeptConnection } from './kept-connection';
import { updatePurpose } from './store-purposes';
import { rightOf, storeAnswer, type StoreRow } from './store-rows';
import { STORE } from './store-statements';
import type { Entry, EntryAnswer, LoginRef, Turn, TurnAnswer } from './update-store';

/** Locks in one transaction stay far below what PostgreSQL holds; logins beyond this are looked at afterwards. */
const MOST_WATCHERS = 1_000;

type SealedEntry = { readonly entry: Entry; readonly nonce: Uint8Array; readonly payload: Uint8Array };
type SealedTurn = { readonly turn: Turn; readonly entries: readonly SealedEntry[] };

/** Stores the turns of many rooms in one transaction; an error of one does not undo the others. */
export class StoreCommit {
  readonly #kept: KeptConnection;
  #busy = false;

  constructor(
    private readonly pool: Pool,
    private readonly encryption: Encryption,
  ) {
    this.#kept = new KeptConnection(pool);
  }

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

  async close(): Promise<void> {
    await this.#kept.close();
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
    const found = await this.#ask(values, wait);
    const alive = new Set(watchers.map(({ loginId }) => loginId));
    const ended = new Set<string>();
    const own = turns.map((): StoreRow[] => []);
    for (const row of found) {
      if (row.state === 'login-ended') ended.add(row.login);
      if (row.state === 'login-ended' || row.state === 'login-unsure') alive.delete(row.login);
      else own[row.turn - 1]?.push(row);
    }
    turns.forEach(({ turn }, i) => {
      const rows = (own[i] ?? []).sort((a, b) => a.entry - b.entry);
      const [first] = rows;
      if (first?.state === 'missing') answers.set(turn, wait ? { kind: 'gone' } : { kind: 'locked' });
      else if (first?.state === 'behind' || first?.state === 'history-replaced')
        answers.set(turn, { kind: first.state });
      else if (first?.state === 'done')
        answers.set(turn, { kind: 'done', epoch: first.epoch, entries: rows.flatMap(entryOf), ended, alive });
    });
  }

  /** On a connection of its own; what may have to wait for a lock, and what comes meanwhile, on another. */
  async #ask(values: unknown[], wait: boolean): Promise<readonly StoreRow[]> {
    const query = async (db: Pool | PoolClient): Promise<readonly StoreRow[]> => {
      const { rows } = await db.query({ name: 'live-store', text: STORE, values });
      return storeAnswer.parse(rows)[0].found;
    };
    if (wait || this.#busy) return query(this.pool);
    this.#busy = true;
    try {
      return await this.#kept.use(query);
    } finally {
      this.#busy = false;
    }
  }
}

/** Those who will be handed what is stored, each once. */
function watchersOf(turns: readonly SealedTurn[]): readonly LoginRef[] {
  const watchers = new Map<string, LoginRef>();
  for (const { turn } of turns) for (const one of turn.watchers) watchers.set(one.loginId, one);
  return [...watchers.values()].slice(0, MOST_WATCHERS);
}

/** The parameters of {@link STORE}. Its arrays hold ids, numbers and hexadecimals: nothing that `pg` has to escape. */
function storeValues(turns: readonly SealedTurn[], watchers: readonly LoginRef[], wait: boolean): unknown[] {
  const flat = turns.flatMap(({ turn, entries }, i) => entries.map((sealed) => ({ turn, at: i + 1, ...sealed })));
  return [
    array(turns.map(({ turn }) => turn.roomId)),
    array(turns.map(({ turn }) => turn.historyId)),
    array(turns.map(({ turn }) => turn.seq)),
    array(flat.map(({ at }) => at)),
    array(flat.map(({ entry }) => entry.author)),
    array(flat.map(({ entry }) => entry.loginId)),
    array(flat.map(({ entry }) => `"${array(entry.clientIds)}"`)),
    array(flat.map(({ turn }) => turn.keyId)),
    array(flat.map(({ nonce }) => bytes(nonce))),
    array(flat.map(({ payload }) => bytes(payload))),
    array(watchers.map(({ loginId }) => loginId)),
    array(watchers.map(({ personId }) => personId)),
    wait,
  ];
}

const array = (elements: readonly (string | number)[]): string => `{${elements.join()}}`;

/** An element of an array of bytea. */
const bytes = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  `\\\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}`;

function entryOf(row: StoreRow): readonly EntryAnswer[] {
  if (row.state !== 'done') return [];
  const stored = row.seq === null || row.atMs === null ? undefined : { seq: row.seq, at: new Date(row.atMs) };
  return [{ ...rightOf(row), stored }];
}
