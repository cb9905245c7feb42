import type { HistoryBlock } from '@samenplan/shared/contracts';
import { testBlock, testRun } from './history-testing';
import { readingParts, type ReadingList, type ReadingPart } from './reading-parts';
import { readingBlocks } from './reading-stretches';

const block = (text: string, more: Partial<HistoryBlock> = {}): HistoryBlock => testBlock([testRun(text)], more);
const item = (text: string, depth = 0, kind: HistoryBlock['kind'] = 'bulletItem'): HistoryBlock =>
  block(text, { kind, depth });
const parts = (...blocks: HistoryBlock[]): readonly ReadingPart[] =>
  readingParts(readingBlocks(blocks, { compares: false, removed: true }));

/** A list as nested texts: ['a', ['inner']]. */
type Told = (string | Told)[];
const told = ({ items }: ReadingList): Told =>
  items.flatMap(({ text, lists }) => [text.pieces[0]?.text ?? '', ...lists.map(told)]);
const lists = (...blocks: HistoryBlock[]): Told =>
  parts(...blocks).map((part) => (part.kind === 'list' ? told(part.list) : part.kind));

describe('the form of a text that is read', () => {
  it('puts items below each other in one list, and begins another for another kind', () => {
    expect(lists(item('a'), item('b'), item('1', 0, 'orderedItem'))).toEqual([['a', 'b'], ['1']]);
  });

  it('puts deeper items inside the item above them, and comes back', () => {
    expect(lists(item('a'), item('a1', 1), item('a2', 1), item('b'))).toEqual([['a', ['a1', 'a2'], 'b']]);
  });

  it('holds an item that is deeper than any before it', () => {
    expect(lists(item('deep', 2), item('less', 1), item('margin'))).toEqual([['deep'], ['less'], ['margin']]);
  });

  it('ends a list at running text', () => {
    expect(lists(item('a'), block('tussen'), item('b'))).toEqual([['a'], 'block', ['b']]);
  });

  it('keeps the paragraphs of a quote together', () => {
    const quotes = parts(block('een', { kind: 'quote' }), block('twee', { kind: 'quote' }), block('erna'));
    expect(quotes.map((part) => (part.kind === 'quote' ? part.texts.length : part.kind))).toEqual([2, 'block']);
  });

  it('never skips a level of headings for who walks by them', () => {
    const heading = (level: number): HistoryBlock => block('Kop', { kind: 'heading', level });
    const outlines = parts(heading(3), heading(3), heading(2), heading(3)).map((part) =>
      part.kind === 'block' ? part.outline : 0,
    );
    expect(outlines).toEqual([3, 4, 3, 4]);
  });
});
