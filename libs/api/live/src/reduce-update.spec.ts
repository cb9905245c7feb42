import { scanUpdate, Y } from '@samenplan/shared/live-protocol';
import fc from 'fast-check';
import { reduceUpdate, type Reduced } from './reduce-update';

const NONE = new Map<number, number>();

function reduce(doc: Y.Doc, update: Uint8Array, offered: ReadonlyMap<number, number> = NONE): Reduced {
  const shape = scanUpdate(update);
  return shape === undefined ? { kind: 'malformed' } : reduceUpdate(update, shape, { doc, offered });
}

function newUpdate(reduced: Reduced): Uint8Array {
  if (reduced.kind !== 'new') throw new Error(`Not new: ${reduced.kind}`);
  return reduced.update;
}

/** Two documents with the same start. */
function pair(start = 'Hallo allemaal'): { server: Y.Doc; peer: Y.Doc } {
  const [server, peer] = [new Y.Doc(), new Y.Doc()];
  server.getText('t').insert(0, start);
  Y.applyUpdate(peer, Y.encodeStateAsUpdate(server));
  return { server, peer };
}

function changeOf(doc: Y.Doc, change: () => void): Uint8Array {
  const before = Y.encodeStateVector(doc);
  let update: Uint8Array | undefined;
  const keep = (bytes: Uint8Array): void => {
    update = bytes;
  };
  doc.on('update', keep);
  change();
  doc.off('update', keep);
  return update ?? Y.encodeStateAsUpdate(doc, before);
}

const holdsNothingBack = (doc: Y.Doc): boolean => doc.store.pendingStructs === null && doc.store.pendingDs === null;

describe('reducing an update to what is new', () => {
  it('gives back the very bytes when all of it is new', () => {
    const { server, peer } = pair();
    const update = changeOf(peer, () => peer.getText('t').insert(5, ' daar'));
    const reduced = reduce(server, update);
    expect(newUpdate(reduced)).toBe(update);
    expect(reduced).toMatchObject({ clients: new Map([[peer.clientID, 5]]), onlyTidies: false });
  });

  it('finds nothing in the whole state of a peer that has nothing of its own', () => {
    const { server, peer } = pair();
    server.getText('t').delete(0, 3);
    Y.applyUpdate(peer, Y.encodeStateAsUpdate(server));
    expect(reduce(server, Y.encodeStateAsUpdate(peer)).kind).toBe('nothing');
  });

  it('finds nothing in text that was deleted and collected here', () => {
    const { server, peer } = pair();
    peer.gc = false;
    server.getText('t').delete(0, 14);
    expect(reduce(server, Y.encodeStateAsUpdate(peer)).kind).toBe('nothing');
  });

  it('keeps only the new deletes of a whole delete set', () => {
    const { server, peer } = pair();
    const known = changeOf(peer, () => peer.getText('t').delete(0, 2));
    Y.applyUpdate(server, known);
    const extra = changeOf(peer, () => peer.getText('t').delete(4, 2));
    const all = newUpdate(reduce(server, Y.encodeStateAsUpdate(peer)));
    expect(all.length).toBe(extra.length);
    Y.applyUpdate(server, all);
    expect(server.getText('t').toJSON()).toBe(peer.getText('t').toJSON());
    expect(reduce(server, all).kind).toBe('nothing');
  });

  it('cuts an update that overlaps with what is known', () => {
    const { server, peer } = pair();
    const first = changeOf(peer, () => peer.getText('t').insert(0, 'abc'));
    Y.applyUpdate(server, first);
    const second = changeOf(peer, () => peer.getText('t').insert(3, 'def'));
    const reduced = reduce(server, Y.mergeUpdates([first, second]));
    expect(reduced).toMatchObject({ kind: 'new', clients: new Map([[peer.clientID, 6]]) });
    expect(newUpdate(reduced).length).toBeLessThanOrEqual(second.length);
    Y.applyUpdate(server, newUpdate(reduced));
    expect(server.getText('t').toJSON()).toBe('abcdefHallo allemaal');
  });

  it('takes an edit that follows one still in flight', () => {
    const { server, peer } = pair();
    changeOf(peer, () => peer.getText('t').insert(0, 'abc'));
    const second = changeOf(peer, () => peer.getText('t').insert(3, 'def'));
    expect(reduce(server, second).kind).toBe('gap');
    expect(newUpdate(reduce(server, second, new Map([[peer.clientID, 3]])))).toBe(second);
  });

  it('takes the delete of what is still in flight', () => {
    const { server, peer } = pair();
    changeOf(peer, () => peer.getText('t').insert(0, 'abc'));
    const second = changeOf(peer, () => peer.getText('t').delete(0, 1));
    expect(reduce(server, second).kind).toBe('gap');
    expect(reduce(server, second, new Map([[peer.clientID, 3]]))).toMatchObject({ kind: 'new', onlyTidies: false });
  });

  it('calls it a gap when the sender itself skips something', () => {
    const { server, peer } = pair();
    const first = changeOf(peer, () => peer.getText('t').insert(0, 'a'));
    changeOf(peer, () => peer.getText('t').insert(1, 'b'));
    const third = changeOf(peer, () => peer.getText('t').insert(2, 'c'));
    expect(reduce(server, Y.mergeUpdates([first, third])).kind).toBe('gap');
  });

  it('calls it a gap when it hangs on text of another that is not known', () => {
    const { server, peer } = pair();
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server));
    Y.applyUpdate(
      peer,
      changeOf(other, () => other.getText('t').insert(3, 'xyz')),
    );
    const update = changeOf(peer, () => peer.getText('t').insert(5, '!'));
    expect(reduce(server, update).kind).toBe('gap');
  });

  it('calls it a gap when two clients wait for each other', () => {
    // Client 2 hangs on client 1 at clock 0, client 1 on client 2 at clock 0: text "a" and "b".
    const circle = Uint8Array.of(2, 1, 2, 0, 0x84, 1, 0, 1, 97, 1, 1, 0, 0x84, 2, 0, 1, 98, 0);
    expect(scanUpdate(circle)).toBeDefined();
    expect(reduce(new Y.Doc(), circle).kind).toBe('gap');
  });

  it('tells that only marks are tidied up', () => {
    const { server, peer } = pair();
    Y.applyUpdate(
      server,
      changeOf(peer, () => peer.getText('t').format(0, 5, { bold: true })),
    );
    const marks = [...(server.store.clients.get(peer.clientID) ?? [])];
    const first = marks[0];
    if (first === undefined) throw new Error('No marks');
    const tidies = Uint8Array.from([0, 1, ...varUint(peer.clientID), 1, ...varUint(first.id.clock), 1]);
    expect(reduce(server, tidies)).toMatchObject({ kind: 'new', onlyTidies: true });
  });

  it('refuses a subdocument, JSON and bytes', () => {
    for (const value of [new Y.Doc(), new Uint8Array(3)]) {
      const doc = new Y.Doc();
      doc.getMap('m').set('k', value);
      expect(scanUpdate(Y.encodeStateAsUpdate(doc))).toBeUndefined();
    }
  });
});

const varUint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varUint(Math.floor(value / 0x80))];

type Step =
  | {
      readonly do: 'insert' | 'delete' | 'bold' | 'set' | 'block';
      readonly peer: number;
      readonly at: number;
      readonly text: string;
    }
  | { readonly do: 'fetch'; readonly peer: number }
  | { readonly do: 'offer'; readonly peer: number; readonly how: 'each' | 'merged' | 'whole' | 'last' };

const PEERS = 3;
const peer = fc.nat(PEERS - 1);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('insert' as const, 'delete' as const, 'bold' as const, 'set' as const, 'block' as const),
      peer,
      at: fc.nat(20),
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fetch' as const), peer }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('offer' as const),
      peer,
      how: fc.constantFrom('each' as const, 'merged' as const, 'whole' as const, 'last' as const),
    }),
  },
);

/** Peers that edit, fetch and offer in any order, a server that takes reduced updates, and a plain document beside it. */
class Game {
  readonly server = new Y.Doc();
  readonly plain = new Y.Doc();
  readonly peers = Array.from({ length: PEERS }, () => ({ doc: new Y.Doc(), waiting: [] as Uint8Array[] }));

  constructor() {
    for (const own of this.peers)
      own.doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'server' && own.waiting.push(update));
  }

  run(steps: readonly Step[]): void {
    for (const step of steps) this.#step(step);
    for (let i = 0; i < PEERS; i += 1) this.#step({ do: 'offer', peer: i, how: 'whole' });
  }

  #step(step: Step): void {
    const own = this.peers[step.peer];
    if (own === undefined) return;
    if (step.do === 'fetch')
      Y.applyUpdate(own.doc, Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(own.doc)), 'server');
    else if (step.do === 'offer') this.#offer(own, step.how);
    else edit(own.doc, step);
  }

  #offer(own: { doc: Y.Doc; waiting: Uint8Array[] }, how: 'each' | 'merged' | 'whole' | 'last'): void {
    const waiting = own.waiting;
    if (how === 'last') return void waiting.slice(-1).forEach((update) => this.offer(update));
    own.waiting = [];
    if (how === 'whole') this.offer(Y.encodeStateAsUpdate(own.doc, Y.encodeStateVector(this.server)));
    else if (how === 'each' || waiting.length === 0) waiting.forEach((update) => this.offer(update));
    else this.offer(Y.mergeUpdates(waiting));
  }

  offer(update: Uint8Array): void {
    const reduced = reduce(this.server, update);
    if (reduced.kind === 'gap') return;
    expect(reduced.kind).not.toBe('malformed');
    Y.applyUpdate(this.plain, update);
    if (reduced.kind === 'new') Y.applyUpdate(this.server, reduced.update);
    expect(holdsNothingBack(this.server)).toBe(true);
    expect(reduce(this.server, update).kind).toBe('nothing');
  }
}

function edit(doc: Y.Doc, { do: kind, at, text }: Exclude<Step, { do: 'fetch' | 'offer' }>): void {
  const own = doc.getText('t');
  const place = own.length === 0 ? 0 : at % own.length;
  if (kind === 'insert') own.insert(place, text);
  else if (kind === 'delete') own.delete(place, Math.min(3, own.length - place));
  else if (kind === 'bold') own.format(place, Math.min(4, own.length - place), { bold: at % 2 === 0 ? true : null });
  else if (kind === 'set') doc.getMap('m').set(String(at % 3), text);
  else doc.getXmlFragment('x').insert(0, [new Y.XmlElement('paragraph'), new Y.XmlText(text)]);
}

describe('any order of edits, fetches and offers', () => {
  it('ends where a plain Yjs document ends, with nothing kept back', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const game = new Game();
        game.run(steps);
        for (const name of ['t', 'x'] as const) expect(content(game.server, name)).toBe(content(game.plain, name));
        expect(game.server.getMap('m').toJSON()).toEqual(game.plain.getMap('m').toJSON());
        expect(Y.decodeStateVector(Y.encodeStateVector(game.server))).toEqual(
          Y.decodeStateVector(Y.encodeStateVector(game.plain)),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('never lets through bytes on which Yjs fails halfway or keeps something back', () => {
    const { server } = gameWithText();
    const valid = offersFor(server);
    fc.assert(
      fc.property(
        fc.constantFrom(...valid),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
        fc.nat(40),
        (bytes, changes, cut) => {
          const mutant = bytes.slice(0, cut === 0 ? bytes.length : Math.max(1, bytes.length - cut + 20));
          for (const [at, value] of changes) mutant[at % mutant.length] = value;
          const reduced = reduce(server, mutant);
          if (reduced.kind !== 'new') return;
          const copy = new Y.Doc();
          Y.applyUpdate(copy, Y.encodeStateAsUpdate(server));
          Y.applyUpdate(copy, reduced.update);
          expect(holdsNothingBack(copy)).toBe(true);
          Y.encodeStateAsUpdate(copy);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

const content = (doc: Y.Doc, name: 't' | 'x'): string =>
  name === 't' ? JSON.stringify(doc.getText('t').toDelta()) : doc.getXmlFragment('x').toJSON();

function gameWithText(): Game {
  const game = new Game();
  game.run([
    { do: 'insert', peer: 0, at: 0, text: 'Hallo' },
    { do: 'block', peer: 1, at: 0, text: 'blok' },
    { do: 'offer', peer: 0, how: 'each' },
    { do: 'set', peer: 2, at: 1, text: 'doel' },
  ]);
  return game;
}

/** Updates of one client against the same start: text, marks, blocks, a map, deletes. */
function offersFor(server: Y.Doc): Uint8Array[] {
  const changes: ((doc: Y.Doc) => void)[] = [
    (doc) => doc.getText('t').insert(2, 'é𝒳z'),
    (doc) => doc.getText('t').format(0, 3, { link: { href: 'https://example.nl' } }),
    (doc) => doc.getXmlFragment('x').insert(1, [new Y.XmlElement('heading'), new Y.XmlText('kop')]),
    (doc) => doc.getMap('m').set('1', { a: [1, 'x', null, true, 1.5] }),
    (doc) => {
      doc.getText('t').delete(0, 2);
      doc.getXmlFragment('x').delete(0, 1);
      doc.getText('t').insert(1, 'na');
    },
  ];
  return changes.map((change) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server));
    return changeOf(doc, () => doc.transact(() => change(doc)));
  });
}
