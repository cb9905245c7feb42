import { addBlocks, BLOCK_ID, plainText, TEXT, textBlocks, Y } from '@samenplan/shared/live-protocol';
import fc from 'fast-check';
import { hiddenParts } from './history-compare';
import { HistoryFold } from './history-fold';
import { restoringUpdate } from './history-restore';
import { HistoryDesk, paragraph, replace } from './testing/history-desk';

const all = (_: unknown, length: number): { length: number; hidden: boolean }[] => [{ length, hidden: false }];
const foldAt = (desk: HistoryDesk, seq: number): HistoryFold => {
  const fold = HistoryFold.empty();
  for (const update of desk.updates.slice(0, seq)) fold.apply(update);
  return fold;
};
const shape = (doc: Y.Doc): string => doc.getXmlFragment(TEXT).toJSON();
const restored = (desk: HistoryDesk, seq: number, hides = all): Y.Doc => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(desk.doc));
  const update = restoringUpdate(Y.encodeStateAsUpdate(desk.doc), foldAt(desk, seq), hides);
  if (update !== undefined) Y.applyUpdate(doc, update);
  return doc;
};

describe('bringing a version back', () => {
  it('stores nothing when nothing differs', () => {
    const desk = new HistoryDesk();
    desk.edit('anna', paragraph('Hetzelfde.'));
    expect(restoringUpdate(Y.encodeStateAsUpdate(desk.doc), foldAt(desk, 1), all)).toBeUndefined();
  });

  it('leaves equal blocks as they are, and lets edits that others make meanwhile live', () => {
    const desk = new HistoryDesk();
    desk.edit('anna', paragraph('Eerste alinea.'));
    desk.edit('anna', paragraph('Tweede alinea.'));
    desk.edit('bob', replace('Eerste', 'Andere'));
    const meanwhile = new Y.Doc();
    Y.applyUpdate(meanwhile, Y.encodeStateAsUpdate(desk.doc));
    replace('Tweede', 'Nieuwe tweede')(meanwhile);
    const second = textBlocks(desk.doc)[1]?.element._item?.id;
    const doc = restored(desk, 2);
    expect(textBlocks(doc)[1]?.element._item?.id).toEqual(second);
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(meanwhile));
    expect(plainText(doc)).toBe('Eerste alinea.\nNieuwe tweede alinea.');
  });

  it('never splits a character in two', () => {
    const desk = new HistoryDesk();
    desk.edit('anna', paragraph('Ik ben 😀 nu'));
    desk.edit('bob', replace('😀', '😁'));
    expect(plainText(restored(desk, 1))).toBe('Ik ben 😀 nu');
  });

  it('leaves out what must not return', () => {
    const desk = new HistoryDesk();
    desk.edit('anna', paragraph('Ik heb schulden. Het gaat goed.'));
    desk.edit('anna', paragraph('Ook dit was van mij.'));
    desk.edit('cora', replace('Ik heb schulden. ', ''));
    desk.edit('cora', (doc) => doc.getXmlFragment(TEXT).delete(1, 1));
    desk.edit('bob', replace('goed', 'slecht'));
    const hides: typeof all = (written, length) =>
      hiddenParts(written as Parameters<typeof hiddenParts>[0], length, {
        removals: desk.fold.removals,
        takenBy: 'cora',
      });
    expect(plainText(restored(desk, 2, hides))).toBe('Het gaat goed.');
    expect(plainText(restored(desk, 2))).toBe('Ik heb schulden. Het gaat goed.\nOok dit was van mij.');
  });

  const text = fc.constantFrom('', 'kort', 'een langer stuk', '😀 é');
  const block = fc.oneof(
    text.map((one) => ({ type: 'paragraph' as const, text: one })),
    text.map((one) => ({ type: 'heading' as const, level: 2 as const, text: one })),
    fc.array(text, { minLength: 1, maxLength: 3 }).map((items) => ({ type: 'bulletList' as const, items })),
    fc
      .array(fc.record({ text, checked: fc.boolean() }), { minLength: 1, maxLength: 3 })
      .map((items) => ({ type: 'taskList' as const, items })),
  );
  const change = fc.record({ what: fc.nat({ max: 4 }), at: fc.nat({ max: 20 }), put: text, added: block });

  it('gives exactly the document of back then, whatever happened since', () => {
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 6 }),
        fc.array(change, { maxLength: 12 }),
        (begin, changes) => {
          const desk = new HistoryDesk();
          desk.edit('anna', (doc) => addBlocks(doc, begin));
          const then = shape(desk.doc);
          for (const { what, at, put, added } of changes)
            desk.edit('bob', (doc) => {
              const fragment = doc.getXmlFragment(TEXT);
              const blocks = textBlocks(doc);
              const inner = blocks[at % Math.max(blocks.length, 1)]?.element;
              const words = inner?.get(0);
              if (what === 0) addBlocks(doc, [added]);
              else if (what === 1 && fragment.length > 0) fragment.delete(at % fragment.length, 1);
              else if (what === 2 && words instanceof Y.XmlText) words.insert(Math.min(at, words.length), put);
              else if (what === 3 && words instanceof Y.XmlText) words.format(0, words.length, { bold: true });
              else if (inner !== undefined) {
                const made = new Y.XmlElement('heading');
                made.setAttribute(BLOCK_ID, inner.getAttribute(BLOCK_ID) ?? '');
                if (put !== '') made.insert(0, [new Y.XmlText(put)]);
                fragment.insert(at % (fragment.length + 1), [made]);
              }
            });
          expect(shape(restored(desk, 1))).toBe(then);
        },
      ),
      { numRuns: 150 },
    );
  });
});
