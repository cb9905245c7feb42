import { addBlocks, BLOCK_ID, TEXT, Y } from '@samenplan/shared/live-protocol';
import { foldAuthorship, noAuthorship, type AuthorshipState, type BlockRecord } from './authorship';
import { BlockWatch } from './block-changes';
import { readSnapshot, writeSnapshot } from './snapshot-content';

/** A document that people take turns to change; every change is one stored update. */
class Page {
  readonly doc = new Y.Doc();
  readonly #watch = new BlockWatch(this.doc);
  state: AuthorshipState = noAuthorship;
  #now = 0;

  by(author: string | null, change: (fragment: Y.XmlFragment) => void): this {
    this.doc.transact(() => change(this.doc.getXmlFragment(TEXT)));
    this.#now += 1;
    this.state = foldAuthorship(this.state, this.#watch.take(), author, this.#now);
    return this;
  }

  block(index: number): Y.XmlElement {
    const found = this.doc.getXmlFragment(TEXT).get(index);
    if (!(found instanceof Y.XmlElement)) throw new Error('No such block');
    return found;
  }

  of(id: string): BlockRecord | undefined {
    return this.state.records.get(id);
  }
}

function block(id: string, text: string, name = 'paragraph'): Y.XmlElement {
  const element = new Y.XmlElement(name);
  element.setAttribute(BLOCK_ID, id);
  if (text !== '') element.insert(0, [new Y.XmlText(text)]);
  return element;
}

const textOf = (element: Y.XmlElement): Y.XmlText => {
  const text = element.get(0);
  if (text instanceof Y.XmlText) return text;
  const made = new Y.XmlText();
  element.insert(0, [made]);
  return made;
};

const seeded = (): Page => new Page().by(null, (page) => page.insert(0, [block('a', '')]));

describe('who wrote a block', () => {
  it('is nobody for the empty block of the seed, then the first who writes in it', () => {
    const page = seeded();
    expect(page.of('a')?.author).toBeNull();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Ik'));
    expect(page.of('a')).toEqual({ author: 'anna', writtenAt: 2, change: null, lastEditor: 'anna' });
  });

  it('stays the author when another changes it, with the wording from before that person began', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Ik woon'));
    page.by('bert', () => textOf(page.block(0)).insert(7, ' hier'));
    page.by('bert', () => textOf(page.block(0)).insert(12, ' graag'));
    expect(page.of('a')).toMatchObject({
      author: 'anna',
      writtenAt: 2,
      change: { by: 'bert', at: 4, earlierText: 'Ik woon', changedByIds: ['bert'] },
    });
  });

  it('forgets a change that was taken back', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Ik woon'));
    page.by('bert', () => textOf(page.block(0)).insert(7, ' hier'));
    page.by('bert', () => textOf(page.block(0)).delete(7, 5));
    expect(page.of('a')?.change).toBeNull();
  });

  it('begins a new change when another one changes it after that', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'een'));
    page.by('bert', () => textOf(page.block(0)).insert(3, ' twee'));
    page.by('cees', () => textOf(page.block(0)).insert(8, ' drie'));
    expect(page.of('a')?.change).toMatchObject({ by: 'cees', earlierText: 'een twee' });
  });

  it('remembers that the author took words away after a change, so that they can be kept from others', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'geheim en gewoon'));
    page.by('bert', () => textOf(page.block(0)).insert(0, 'nu: '));
    page.by('anna', () => textOf(page.block(0)).delete(4, 10));
    expect(page.of('a')?.change).toMatchObject({
      by: 'bert',
      earlierText: 'geheim en gewoon',
      changedByIds: ['bert', 'anna'],
    });
    page.by('bert', () => textOf(page.block(0)).insert(0, '!'));
    expect(page.of('a')?.change).toMatchObject({ by: 'bert', earlierText: 'nu: gewoon' });
  });

  it('stays the author when the text becomes a heading under the client id of another', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Wonen'));
    const before = page.of('a');
    page.by('bert', (all) => {
      all.delete(0, 1);
      all.insert(0, [block('a', 'Wonen', 'heading')]);
    });
    expect(page.of('a')).toEqual(before);
  });

  it('goes along when a block is split, in the middle and at its start', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Ik woon hier'));
    page.by('bert', (all) => {
      textOf(page.block(0)).delete(2, 10);
      all.insert(1, [block('b', 'woon hier')]);
    });
    expect([page.of('a')?.author, page.of('b')?.author]).toEqual(['anna', 'anna']);
    expect([page.of('a')?.change, page.of('b')?.change]).toEqual([null, null]);
    page.by('bert', (all) => {
      textOf(page.block(1)).delete(0, 9);
      all.insert(2, [block('c', 'woon hier')]);
    });
    expect([page.of('b')?.author, page.of('c')?.author]).toEqual([null, 'anna']);
  });

  it('goes along when a block moves, also by way of cut and paste', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Lange zin van Anna'));
    page.by('bert', (all) => {
      all.insert(0, [block('z', 'van bert')]);
      all.delete(1, 1);
      all.insert(0, [block('b', 'Lange zin van Anna')]);
    });
    expect([page.of('b')?.author, page.of('z')?.author]).toEqual(['anna', 'bert']);
    page.by('bert', (all) => all.delete(0, 1));
    expect(page.of('b')).toBeUndefined();
    page.by('cees', (all) => all.insert(1, [block('c', 'Lange zin van Anna')]));
    expect(page.of('c')?.author).toBe('anna');
  });

  it('shows as a change what joined the words of two people', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Van Anna.'));
    page.by('bert', (all) => all.insert(1, [block('b', 'Van Bert.')]));
    page.by('cees', (all) => {
      textOf(page.block(0)).insert(9, 'Van Bert.');
      all.delete(1, 1);
    });
    expect(page.of('a')).toMatchObject({ author: 'anna', change: { by: 'cees', earlierText: 'Van Anna.\nVan Bert.' } });
    expect(page.of('b')).toBeUndefined();
  });

  it('counts a block id that stands there twice apart', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'een'));
    page.by('bert', (all) => all.insert(1, [block('a', 'twee')]));
    expect(page.of('a')?.author).toBe('anna');
    page.by('bert', () => textOf(page.block(1)).insert(0, 'x'));
    expect(page.of('a')).toMatchObject({ author: 'anna', change: null });
  });

  it('survives a snapshot', () => {
    const page = seeded();
    page.by('anna', () => textOf(page.block(0)).insert(0, 'Ik woon'));
    page.by('bert', () => textOf(page.block(0)).insert(7, ' hier'));
    addBlocks(page.doc, [{ type: 'bulletList', items: ['x'] }]);
    const document = Y.encodeStateAsUpdate(page.doc);
    const read = readSnapshot(writeSnapshot({ document, authorship: page.state }));
    expect(read.authorship).toEqual(page.state);
    expect(Buffer.from(read.document).equals(document)).toBe(true);
  });

  it('is not read from half a snapshot or another version', () => {
    const whole = writeSnapshot({ document: new Uint8Array(3), authorship: noAuthorship });
    expect(() => readSnapshot(whole.subarray(0, 10))).toThrow();
    expect(() => readSnapshot(Uint8Array.from([9, ...whole.subarray(1)]))).toThrow();
  });
});
