import { BLOCK_ID, TEXT, textBlocks, Y } from '@samenplan/shared/live-protocol';
import fc from 'fast-check';
import { HistoryFold } from './history-fold';
import { readBlocks } from './history-reading';
import { readRemovals, readState, writeRemovals, writeState } from './history-state';
import { HistoryDesk, paragraph, replace } from './testing/history-desk';

const element = (name: string, text: string, id: string): Y.XmlElement => {
  const made = new Y.XmlElement(name);
  made.setAttribute(BLOCK_ID, id);
  if (text !== '') made.insert(0, [new Y.XmlText(text)]);
  return made;
};
const textAt = (doc: Y.Doc, n: number): Y.XmlText => textBlocks(doc)[n]?.element.get(0) as Y.XmlText;

describe('who wrote what, word by word', () => {
  let desk: HistoryDesk;
  beforeEach(() => {
    desk = new HistoryDesk();
  });

  it('gives each character to who stored it first', () => {
    desk.edit('anna', paragraph('De badkamer is koud.'));
    desk.edit('bob', replace('koud', 'erg koud'));
    expect(desk.told).toEqual(['anna:De badkamer is |bob:erg |anna:koud.']);
  });

  it('keeps the writer of words when a paragraph becomes a heading, in one update', () => {
    desk.edit('anna', paragraph('Wonen'));
    desk.edit('bob', (doc) => {
      const fragment = doc.getXmlFragment(TEXT);
      fragment.delete(0, 1);
      fragment.insert(0, [element('heading', 'Wonen', 'h')]);
    });
    expect(desk.told).toEqual(['anna:Wonen']);
  });

  it('keeps the writer of words that stayed when the block around them was made anew', () => {
    desk.edit('anna', paragraph('De badkamer is glad en koud.'));
    desk.edit('bob', (doc) => {
      const fragment = doc.getXmlFragment(TEXT);
      fragment.delete(0, 1);
      fragment.insert(0, [element('heading', 'De badkamer is vooral glad en koud!', 'h')]);
    });
    expect(desk.told).toEqual(['anna:De badkamer is |bob:vooral |anna:glad en koud|bob:!']);
  });

  it('gives text back to its writer when somebody undoes a deletion, whole or in steps', () => {
    desk.edit('anna', paragraph('Ik slaap niet goed.'));
    const undo = new Y.UndoManager(desk.doc.getXmlFragment(TEXT), {
      trackedOrigins: new Set(['bob']),
      captureTimeout: 0,
    });
    for (let n = 0; n < 4; n += 1)
      desk.edit('bob', (doc) => textAt(doc, 0).delete(textAt(doc, 0).toString().lastIndexOf(' goed') - 1, 1));
    expect(desk.told).toEqual(['anna:Ik slaap  goed.']);
    const back = (): void => {
      const before = Y.encodeStateVector(desk.doc);
      undo.undo();
      desk.store('bob', Y.encodeStateAsUpdate(desk.doc, before));
    };
    for (let n = 0; n < 4; n += 1) back();
    expect(desk.told).toEqual(['anna:Ik slaap niet goed.']);
  });

  it('moves, splits and joins without changing writers', () => {
    desk.edit('anna', paragraph('Een eerste alinea.'));
    desk.edit('bob', paragraph('Een tweede alinea.'));
    desk.edit('carl', (doc) => {
      const fragment = doc.getXmlFragment(TEXT);
      textAt(doc, 0).delete(4, 14);
      fragment.insert(1, [element('paragraph', 'eerste alinea.', 'new')]);
    });
    expect(desk.told).toEqual(['anna:Een ', 'anna:eerste alinea.', 'bob:Een tweede alinea.']);
    desk.edit('carl', (doc) => {
      doc.getXmlFragment(TEXT).delete(1, 1);
      textAt(doc, 0).insert(4, 'eerste alinea.');
    });
    desk.edit('carl', (doc) => {
      const fragment = doc.getXmlFragment(TEXT);
      fragment.delete(1, 1);
      fragment.insert(0, [element('paragraph', 'Een tweede alinea.', 'moved')]);
    });
    expect(desk.told).toEqual(['bob:Een tweede alinea.', 'anna:Een eerste alinea.']);
  });

  it('remembers who took text away, also after somebody brought it back and took it away again', () => {
    desk.edit('anna', paragraph('Ik drink soms te veel. Verder gaat het goed.'));
    const gone = 'Ik drink soms te veel. ';
    const { client, clock } = desk.blocks[0]?.runs[0]?.written.origin ?? { client: 0, clock: 0 };
    const by = (): unknown => desk.fold.removals.slices(client, clock, 1)[0]?.value;
    desk.edit('anna', replace(gone, ''));
    expect(by()).toMatchObject({ by: ['anna'], back: false });
    desk.edit('bob', (doc) => textAt(doc, 0).insert(0, gone));
    expect(desk.told).toEqual(['anna:Ik drink soms te veel. Verder gaat het goed.']);
    expect(by()).toMatchObject({ by: ['anna'], back: true });
    desk.edit('bob', replace(gone, ''));
    expect(by()).toMatchObject({ by: ['bob', 'anna'], back: false });
  });

  it('begins a version after a pause, with somebody else a minute later, and when rights changed', () => {
    desk.edit('anna', paragraph('Een twee drie.'));
    desk.edit('bob', paragraph('Vier vijf.'));
    desk.edit('anna', replace('twee ', ''), 700);
    desk.edit('bob', paragraph('Zes.'), 90);
    desk.epoch += 1;
    desk.edit('bob', paragraph('Zeven.'));
    const all = [...desk.closed, desk.fold.openVersion];
    expect(all.map((version) => [version?.seq, version?.authors.join('+'), version?.words])).toEqual([
      [2, 'anna+bob', { added: 5, removed: 0 }],
      [3, 'anna', { added: 0, removed: 1 }],
      [4, 'bob', { added: 1, removed: 0 }],
      [5, 'bob', { added: 1, removed: 0 }],
    ]);
  });

  it('compares no more than a bounded amount of words: beyond it new text is new and what went is not sure', () => {
    const words = (seed: number): string => Array.from({ length: 4000 }, (_, n) => `w${(n * seed) % 7919}`).join(' ');
    desk.edit('anna', paragraph(words(3)));
    const begun = performance.now();
    desk.edit('bob', (doc) => {
      doc.getXmlFragment(TEXT).delete(0, 1);
      doc.getXmlFragment(TEXT).insert(0, [element('heading', words(5), 'h')]);
    });
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(desk.told[0]?.startsWith('bob:')).toBe(true);
    const [, ranges] = [...desk.fold.removals.entries()][0] ?? [0, []];
    expect(ranges[0]?.value.sure).toBe(false);
  });

  type Step = { who: number; block: number; at: number; what: number; text: string };
  const steps = fc.array(
    fc.record({
      who: fc.nat({ max: 2 }),
      block: fc.nat({ max: 5 }),
      at: fc.nat({ max: 30 }),
      what: fc.nat({ max: 6 }),
      text: fc.constantFrom('a', 'de kat', 'zit op het dak', 'é😀', ' ', 'nogal'),
    }),
    { minLength: 1, maxLength: 40 },
  );
  /** Random edits of three people who do not always see each other's. */
  function play(given: readonly Step[]): { desk: HistoryDesk; known: Set<string> } {
    const at = new HistoryDesk();
    at.edit('p0', paragraph('Het begin van een verhaal.'));
    const docs = [0, 1, 2].map(() => new Y.Doc());
    const known = new Set(['p0', 'p1', 'p2']);
    for (const { who, block, at: place, what, text } of given) {
      const doc = docs[who] ?? at.doc;
      if (what !== 5) Y.applyUpdate(doc, Y.encodeStateAsUpdate(at.doc));
      const before = Y.encodeStateVector(doc);
      doc.transact(() => change(doc, { block, at: place, what, text }));
      const update = Y.encodeStateAsUpdate(doc, before);
      Y.applyUpdate(at.doc, update);
      at.store(`p${who}`, update);
    }
    return { desk: at, known };
  }
  function change(doc: Y.Doc, { block, at, what, text }: Omit<Step, 'who'>): void {
    const fragment = doc.getXmlFragment(TEXT);
    const all = textBlocks(doc);
    const found = all[block % Math.max(all.length, 1)];
    const inner = found?.element.get(0);
    if (found === undefined || what === 0)
      fragment.insert(Math.min(block, fragment.length), [element('paragraph', text, `${block}-${at}`)]);
    else if (what === 1) fragment.delete(block % fragment.length, 1);
    else if (what === 2) {
      const index = block % fragment.length;
      fragment.delete(index, 1);
      fragment.insert(index, [element('heading', found.text + (at % 2 === 0 ? text : ''), found.blockId ?? 'x')]);
    } else if (inner instanceof Y.XmlText) {
      const length = inner.length;
      if (what === 3) inner.insert(Math.min(at, length), text);
      else if (what === 4) inner.delete(Math.min(at, length), Math.min(text.length, length - Math.min(at, length)));
      else inner.format(0, length, { bold: at % 2 === 0 ? true : null });
    }
  }
  /** Character by character; moments within a minute may count as one, so times stay out of it. */
  const shown = ({ doc, living, removals }: HistoryFold): unknown => [
    readBlocks(doc, living).map(({ runs }) =>
      runs.flatMap(({ text, written: { author, origin } }) =>
        [...text].map((letter, n) => [letter, author, origin.client, origin.clock + n]),
      ),
    ),
    [...removals.entries()].map(([client, ranges]) => [
      client,
      ranges.flatMap(({ clock, length, value: { by, back, sure } }) =>
        Array.from({ length }, (_, n) => [clock + n, by, back, sure]),
      ),
    ]),
  ];

  it('always tells exactly the text of the document, and every character has a writer', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const { desk: at, known } = play(given);
        expect(at.blocks.map(({ runs }) => runs.map(({ text }) => text).join(''))).toEqual(
          textBlocks(at.fold.doc).map(({ text }) => text),
        );
        const origins = new Set<string>();
        for (const { runs } of at.blocks)
          for (const { text, written } of runs) {
            expect(known).toContain(written.author);
            for (let n = 0; n < text.length; n += 1) {
              const id = `${written.origin.client}.${written.origin.clock + n}`;
              expect(origins).not.toContain(id);
              origins.add(id);
            }
          }
      }),
      { numRuns: 200 },
    );
  });

  it('tells the same after a checkpoint anywhere on the way', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (given, cut) => {
        const { desk: at } = play(given);
        const half = HistoryFold.empty();
        const middle = cut % at.updates.length;
        for (const update of at.updates.slice(0, middle)) half.apply(update);
        const again = new HistoryFold(
          await readState(await writeState(half.state())),
          await readRemovals(await writeRemovals(half.removals)),
        );
        for (const update of at.updates.slice(middle)) again.apply(update);
        expect(shown(again)).toEqual(shown(at.fold));
      }),
      { numRuns: 100 },
    );
  });
});
