import { ConnectionLedger } from './connection-ledger';
import { ownTextSince } from './own-unstored-text';
import { addBlocks, plainText, sectionBlocks, seedSection, textBlocks } from './section-content';
import { Y } from './y';

describe('the content of a section', () => {
  it('begins as one empty block with an id', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    expect(sectionBlocks(doc)).toMatchObject([{ text: '' }]);
    expect(sectionBlocks(doc)[0]?.blockId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('gives its blocks in reading order, without marks, each with its own id', () => {
    const doc = new Y.Doc();
    seedSection(doc);
    addBlocks(doc, [
      { type: 'heading', level: 2, text: 'Wonen' },
      { type: 'bulletList', items: ['een', 'twee'] },
      { type: 'taskList', items: [{ text: 'bellen', checked: true }] },
      { type: 'paragraph', text: 'slot' },
    ]);
    const [first] = textBlocks(doc);
    const text = first?.element.get(0);
    if (text instanceof Y.XmlText) text.format(0, 3, { bold: true });
    expect(plainText(doc)).toBe('Wonen\neen\ntwee\nbellen\nslot');
    expect(new Set(sectionBlocks(doc).map(({ blockId }) => blockId)).size).toBe(5);
  });

  it('is read in bounded time when somebody nests without end', () => {
    const doc = new Y.Doc();
    let place: Y.XmlFragment = doc.getXmlFragment('text');
    for (let i = 0; i < 3_000; i += 1) {
      const next = new Y.XmlElement('blockquote');
      place.insert(0, [next]);
      place = next;
    }
    place.insert(0, [new Y.XmlElement('paragraph')]);
    expect(textBlocks(doc)).toEqual([]);
  });
});

describe('what a person has not stored yet', () => {
  it('is counted in changes, over connections', () => {
    const doc = new Y.Doc();
    const ledger = new ConnectionLedger(doc);
    const change = (): void => {
      doc.getText('t').insert(0, 'x');
      ledger.changed();
    };
    ledger.connected();
    change();
    ledger.sent();
    change();
    ledger.sent();
    ledger.stored(1);
    expect([ledger.pending, ledger.storedClock]).toEqual([1, 1]);
    change();
    ledger.connected();
    ledger.sent();
    expect(ledger.pending).toBe(2);
    ledger.stored(1);
    expect([ledger.pending, ledger.storedClock]).toEqual([0, 3]);
    ledger.stored(7);
    expect(ledger.pending).toBe(0);
  });

  it('is handed back as the own text only, in reading order', () => {
    const [own, other] = [new Y.Doc(), new Y.Doc()];
    addBlocks(other, [{ type: 'paragraph', text: 'Van een ander. ' }]);
    Y.applyUpdate(own, Y.encodeStateAsUpdate(other));
    const text = textBlocks(own)[0]?.element.get(0);
    if (!(text instanceof Y.XmlText)) throw new Error('No text');
    text.insert(15, 'Opgeslagen. ');
    const stored = Y.getState(own.store, own.clientID);
    text.insert(27, 'Niet opgeslagen.');
    addBlocks(own, [{ type: 'paragraph', text: 'Ook niet.' }]);
    text.delete(0, 3);
    expect(ownTextSince(own, own.clientID, stored)).toBe('Niet opgeslagen.\nOok niet.');
  });
});
