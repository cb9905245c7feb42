import { randomUUID } from 'node:crypto';
import type { Entry, Turn, UpdateStore } from '../update-store';

/** What a store is tried on: rooms, people with rights in them, and the ways in which those end. */
export type StoreGround = {
  readonly store: UpdateStore;
  /** A second instance on the same data. */
  readonly other: UpdateStore;
  /** A room that exists and was never seeded. */
  room(): Promise<string>;
  /** Takes away a room that was never seeded. */
  remove(roomId: string): Promise<void>;
  /** Somebody who may write in it, for so long. @param endsAfter an interval of PostgreSQL */
  writer(roomId: string, endsAfter?: string): Promise<{ readonly personId: string; readonly loginId: string }>;
  stop(roomId: string, personId: string): Promise<void>;
  shareAgain(roomId: string, personId: string): Promise<void>;
  endLogin(loginId: string): Promise<void>;
  replaceHistory(roomId: string): Promise<void>;
  /** Begins to end a login; released, it has ended. */
  holdLogin(loginId: string): Promise<() => Promise<void>>;
  /** Holds the head of a room until released. */
  hold(roomId: string): Promise<() => Promise<void>>;
  /** The stored payloads of a room, as they lie there. */
  payloads(roomId: string): Promise<readonly Uint8Array[]>;
};

const SEED = Uint8Array.of(0, 0);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const readable = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** What every update store promises. `start` is called before each test. */
export function updateStoreContract(name: string, start: () => Promise<StoreGround>): void {
  describe(`${name} keeps the promises of an update store`, () => {
    let ground: StoreGround;
    let store: UpdateStore;
    let roomId: string;
    let who: { readonly personId: string; readonly loginId: string };

    beforeEach(async () => {
      ground = await start();
      store = ground.store;
      roomId = await ground.room();
      who = await ground.writer(roomId);
      await store.seed(roomId, SEED, [1]);
    });

    const entry = (value: string, by = who): Entry => ({
      author: by.personId,
      loginId: by.loginId,
      update: text(value),
      clientIds: [5],
    });
    async function turn(id: string, entries: readonly Entry[], watchers: Turn['watchers'] = []): Promise<Turn> {
      const loaded = await store.load(id);
      if (loaded === undefined) throw new Error('No room');
      const { historyId, seq } = loaded.head;
      return { roomId: id, historyId, keyId: loaded.keyId, seq, entries, watchers };
    }
    const stored = async (id = roomId): Promise<string[]> =>
      ((await store.load(id))?.updates ?? []).slice(1).map(({ update }) => readable(update));

    it('seeds once, however many come at the same time', async () => {
      const fresh = await ground.room();
      await Promise.all([store, ground.other, store].map((one, i) => one.seed(fresh, text(`seed ${i}`), [i + 1])));
      const loaded = await store.load(fresh);
      expect(loaded?.head.seq).toBe(1);
      expect(loaded?.updates).toMatchObject([{ seq: 1, author: null }]);
    });

    it('gives back what was stored, in order, with its author and without holes', async () => {
      const [answer] = await store.commit([await turn(roomId, [entry('one'), entry('two')])], false);
      expect(answer).toMatchObject({
        kind: 'done',
        entries: [
          { level: 2, stored: { seq: 2 } },
          { level: 2, stored: { seq: 3 } },
        ],
      });
      const loaded = await store.load(roomId);
      expect(loaded?.updates.map(({ seq, author, update }) => [seq, author, readable(update)]).slice(1)).toEqual([
        [2, who.personId, 'one'],
        [3, who.personId, 'two'],
      ]);
    });

    it('keeps nothing readable', async () => {
      await store.commit([await turn(roomId, [entry('leesbare tekst')])], false);
      for (const payload of await ground.payloads(roomId)) expect(readable(payload)).not.toContain('leesbare');
    });

    it('stores the turns of many rooms, and refuses only what is refused', async () => {
      const second = await ground.room();
      const writer = await ground.writer(second);
      await store.seed(second, SEED, [1]);
      await ground.stop(roomId, who.personId);
      const answers = await store.commit(
        [await turn(roomId, [entry('refused')]), await turn(second, [entry('kept', writer)])],
        false,
      );
      expect(answers).toMatchObject([
        { kind: 'done', entries: [{ level: 0, stored: undefined }] },
        { kind: 'done', entries: [{ stored: { seq: 2 } }] },
      ]);
      expect([await stored(), await stored(second)]).toEqual([[], ['kept']]);
    });

    it('leaves no hole where one of several in a room is refused', async () => {
      const other = await ground.writer(roomId);
      await ground.stop(roomId, other.personId);
      const [answer] = await store.commit(
        [await turn(roomId, [entry('one'), entry('no', other), entry('two')])],
        false,
      );
      expect(answer).toMatchObject({
        entries: [{ stored: { seq: 2 } }, { stored: undefined }, { stored: { seq: 3 } }],
      });
      expect(await stored()).toEqual(['one', 'two']);
    });

    it('stores nothing of a login that ended', async () => {
      const own = await turn(roomId, [entry('late')]);
      await ground.endLogin(who.loginId);
      expect(await store.commit([own], false)).toMatchObject([
        { kind: 'done', entries: [{ level: 0, stored: undefined }] },
      ]);
    });

    it.each([
      ['was stopped', (): Promise<void> => ground.stop(roomId, who.personId)],
      ['ended with its login', (): Promise<void> => ground.endLogin(who.loginId)],
    ])('stores nothing more once a right %s, however often it was good before', async (_, end) => {
      for (const value of ['one', 'two']) await store.commit([await turn(roomId, [entry(value)])], false);
      await end();
      expect(await store.commit([await turn(roomId, [entry('late')])], false)).toMatchObject([
        { kind: 'done', entries: [{ level: 0, stored: undefined }] },
      ]);
      expect(await stored()).toEqual(['one', 'two']);
    });

    it('stores nothing more once a right ended by the clock, however often it was good before', async () => {
      const brief = await ground.writer(roomId, '2 seconds');
      const [first] = await store.commit([await turn(roomId, [entry('one', brief)])], false);
      const { untilMs } = first?.kind === 'done' ? (first.entries[0] ?? { untilMs: null }) : { untilMs: null };
      await new Promise((resolve) => setTimeout(resolve, untilMs ?? 0));
      expect(await store.commit([await turn(roomId, [entry('late', brief)])], false)).toMatchObject([
        { kind: 'done', entries: [{ level: 0, stored: undefined }] },
      ]);
      expect(await stored()).toEqual(['one']);
    });

    it('stores again once a right was given anew', async () => {
      await ground.stop(roomId, who.personId);
      await store.commit([await turn(roomId, [entry('no')])], false);
      await ground.shareAgain(roomId, who.personId);
      await store.commit([await turn(roomId, [entry('yes')])], false);
      expect(await stored()).toEqual(['yes']);
    });

    it('tells which of those who will be handed an edit had logged out before its commit', async () => {
      const [reader, gone] = [await ground.writer(roomId), await ground.writer(roomId)];
      const own = await turn(roomId, [entry('news')], [who, reader, gone]);
      await ground.endLogin(gone.loginId);
      expect(await store.commit([own], false)).toMatchObject([
        { kind: 'done', ended: new Set([gone.loginId]), alive: new Set([who.loginId, reader.loginId]) },
      ]);
    });

    it('does not wait for the login of a reader that is being ended, and does not call it alive', async () => {
      const reader = await ground.writer(roomId);
      const own = await turn(roomId, [entry('news')], [reader]);
      const release = await ground.holdLogin(reader.loginId);
      expect(await store.commit([own], false)).toMatchObject([
        { kind: 'done', entries: [{ stored: { seq: 2 } }], ended: new Set(), alive: new Set() },
      ]);
      await release();
    });

    it('stores nothing on top of what another instance stored meanwhile', async () => {
      const [mine, theirs] = [await turn(roomId, [entry('mine')]), await turn(roomId, [entry('theirs')])];
      await ground.other.commit([theirs], false);
      expect(await store.commit([mine], false)).toEqual([{ kind: 'behind' }]);
      expect(await stored()).toEqual(['theirs']);
    });

    it('skips a room whose head is held, stores the others, and waits when told to', async () => {
      const second = await ground.room();
      const writer = await ground.writer(second);
      await store.seed(second, SEED, [1]);
      const [held, free] = [await turn(roomId, [entry('held')]), await turn(second, [entry('free', writer)])];
      const release = await ground.hold(roomId);
      expect(await store.commit([held, free], false)).toMatchObject([{ kind: 'locked' }, { kind: 'done' }]);
      const waiting = store.commit([held], true);
      await release();
      expect(await waiting).toMatchObject([{ kind: 'done', entries: [{ stored: { seq: 2 } }] }]);
    });

    it('tells that a history was replaced, and that a room is gone', async () => {
      const fresh = await ground.room();
      const [own, gone] = [await turn(roomId, [entry('old')]), await turn(fresh, [entry('old')])];
      await ground.replaceHistory(roomId);
      await ground.remove(fresh);
      expect(await store.commit([own, gone], true)).toEqual([{ kind: 'history-replaced' }, { kind: 'gone' }]);
      expect(await store.load(randomUUID())).toBeUndefined();
      expect(await store.since(randomUUID(), own.historyId, 0)).toBeUndefined();
    });

    it('finds the one bad turn of a batch and stores the rest', async () => {
      const second = await ground.room();
      const writer = await ground.writer(second);
      await store.seed(second, SEED, [1]);
      const bad = { ...(await turn(roomId, [entry('bad')])), entries: [{ ...entry('bad'), clientIds: [Number.NaN] }] };
      const answers = await store.commit([bad, await turn(second, [entry('good', writer)])], false);
      expect(answers).toMatchObject([{ kind: 'failed', doubtful: false }, { kind: 'done' }]);
      expect(await stored(second)).toEqual(['good']);
    });

    it('gives a client id to one person for good, also when two ask at once', async () => {
      const other = await ground.writer(roomId);
      const { historyId } = await turn(roomId, []);
      const both = await Promise.all([
        store.claim(roomId, historyId, [77], who.personId),
        ground.other.claim(roomId, historyId, [77], other.personId),
      ]);
      expect([...both].sort()).toEqual(['foreign', 'own']);
      const owner = both[0] === 'own' ? who : other;
      expect(await store.claim(roomId, historyId, [77, 78], owner.personId)).toBe('own');
      expect(await store.claim(roomId, historyId, [1], owner.personId)).toBe('foreign');
      expect(
        await store.claim(
          roomId,
          historyId,
          Array.from({ length: 60 }, (_, i) => 100 + i),
          owner.personId,
        ),
      ).toBe('too-many');
    });

    it('reads after a seq only what came after it, with the head', async () => {
      const { historyId } = await turn(roomId, []);
      await store.commit([await turn(roomId, [entry('one'), entry('two')])], false);
      const found = await store.since(roomId, historyId, 2);
      expect([found?.head.seq, found?.updates.map(({ update }) => readable(update))]).toEqual([3, ['two']]);
    });

    it('loads from the newest snapshot and what came after it', async () => {
      await store.commit([await turn(roomId, [entry('one'), entry('two')])], false);
      const own = await turn(roomId, []);
      for (const seq of [1, 2, 3]) await store.keepSnapshot({ ...own, seq }, 1, text(`up to ${seq}`));
      await store.commit([await turn(roomId, [entry('three')])], false);
      const loaded = await store.load(roomId);
      expect([
        loaded?.snapshot?.seq,
        readable(loaded?.snapshot?.payload),
        loaded?.updates.map(({ seq }) => seq),
      ]).toEqual([3, 'up to 3', [4]]);
    });

    it('decides at one moment: level, epoch, end of login', async () => {
      const asks = [
        { roomId, personId: who.personId, loginId: who.loginId },
        { roomId: randomUUID(), personId: who.personId, loginId: who.loginId },
      ];
      const [before, unknown] = await store.decide(asks);
      expect(before).toMatchObject({ level: 2, loginAlive: true, head: { seq: 1, kind: 'section' } });
      expect(before?.untilMs).toBeGreaterThan(0);
      expect(unknown).toMatchObject({ level: 0, head: null, loginAlive: true });
      await ground.stop(roomId, who.personId);
      await ground.endLogin(who.loginId);
      const [after] = await store.decide(asks);
      expect(after).toMatchObject({ level: 0, loginAlive: false });
      expect(after?.head?.epoch).toBeGreaterThan(before?.head?.epoch ?? Infinity);
    });

    it('shows by the lease what moved and who logged out', async () => {
      const ask = { roomIds: [roomId, randomUUID()], logins: [who] };
      const before = await store.lease(ask);
      expect([before.heads.size, before.heads.get(roomId)?.seq, before.deadLogins.size]).toEqual([1, 1, 0]);
      await store.commit([await turn(roomId, [entry('one')])], false);
      await ground.stop(roomId, who.personId);
      await ground.endLogin(who.loginId);
      const after = await store.lease(ask);
      expect(after.heads.get(roomId)?.seq).toBe(2);
      expect(after.heads.get(roomId)?.epoch).toBeGreaterThan(before.heads.get(roomId)?.epoch ?? Infinity);
      expect(after.deadLogins.has(who.loginId)).toBe(true);
    });
  });
}
