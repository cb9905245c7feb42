import type { BlockAuthorship } from '@samenplan/shared/contracts';
import { authorshipLines, byBlock } from './authorship-lines';

const fatma = { id: 'f', name: 'Fatma', function: 'POH' };
const noor = { id: 'n', name: 'Noor', function: null };
const at = '2026-11-01T10:00:00Z';
const block = (
  blockId: string,
  author: BlockAuthorship['author'],
  change: BlockAuthorship['change'] = null,
): BlockAuthorship => ({ blockId, author, writtenAt: at, change });

describe('who wrote what', () => {
  it('names the writer once for blocks that follow each other', () => {
    const lines = authorshipLines(byBlock([block('1', noor), block('2', noor), block('3', fatma), block('4', noor)]), [
      '1',
      '2',
      '3',
      '4',
    ]);
    expect([...lines.values()].map((line) => [line.author.name, line.showAuthor])).toEqual([
      ['Noor', true],
      ['Noor', false],
      ['Fatma', true],
      ['Noor', true],
    ]);
  });

  it('follows the order of the text, and leaves out what is not stored or gone', () => {
    const lines = authorshipLines(byBlock([block('1', noor), block('2', fatma), block('gone', fatma)]), [
      '2',
      null,
      'new',
      '1',
    ]);
    expect([...lines.keys()]).toEqual(['2', '1']);
  });

  it('never shows the words of one person as those of another', () => {
    const change = { by: fatma, at, earlierText: 'eerst' };
    const lines = authorshipLines(byBlock([block('1', noor, change)]), ['1']);
    expect(lines.get('1')).toMatchObject({ author: noor, change });
  });

  it('does not call a change by the writer a change by another', () => {
    expect(
      authorshipLines(byBlock([block('1', noor, { by: noor, at, earlierText: 'x' })]), ['1']).get('1')?.change,
    ).toBeNull();
  });
});
