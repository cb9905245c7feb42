import { markersIn, markersInText } from '@samenplan/shared/live-protocol/testing';
import { plainText, Y } from '@samenplan/shared/live-protocol';
import { updatePurpose } from '../store-purposes';
import type { LiveWorld } from './live-world';

/** A stored update, as its row says. */
export type LogRow = {
  readonly seq: number;
  readonly author: string | null;
  readonly session: string | null;
  readonly at: number;
};

/** The update that brought a marker, and the one after which it is not in the text (any more): it may be the same. */
export type Life = { readonly from: number; readonly until: number | undefined };

/** What PostgreSQL holds of a room, put together from its rows without the engine. */
export type ReplayedLog = {
  readonly headSeq: number;
  readonly rows: readonly LogRow[];
  readonly lives: ReadonlyMap<number, Life>;
  readonly doc: Y.Doc;
};

export async function replayLog({ owner, encryption }: LiveWorld, roomId: string): Promise<ReplayedLog> {
  const head = await owner.query<{ seq: string; history: string }>(
    'select seq, history_id as history from room_head where id = $1',
    [roomId],
  );
  const { rows } = await owner.query<{
    seq: string;
    author: string | null;
    session: string | null;
    at: Date;
    keyId: string;
    nonce: Buffer;
    payload: Buffer;
  }>(
    'select seq, author, session, at, key_id as "keyId", nonce, payload from room_update where room_id = $1 order by seq',
    [roomId],
  );
  const doc = new Y.Doc();
  const lives = new Map<number, Life>();
  for (const row of rows) {
    const purpose = updatePurpose({ roomId, historyId: head.rows[0]?.history ?? '' }, row.author, row.session);
    const update = await encryption.open(owner, purpose, row);
    Y.applyUpdate(doc, update);
    const standing = new Set(markersInText(plainText(doc)));
    const seq = Number(row.seq);
    for (const id of markersIn(update)) if (!lives.has(id)) lives.set(id, { from: seq, until: undefined });
    for (const [id, { from, until }] of lives)
      if (until === undefined && !standing.has(id)) lives.set(id, { from, until: seq });
  }
  return {
    headSeq: Number(head.rows[0]?.seq ?? 0),
    rows: rows.map(({ seq, author, session, at }) => ({ seq: Number(seq), author, session, at: at.getTime() })),
    lives,
    doc,
  };
}
