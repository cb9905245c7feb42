import type { HistoryBlock, HistoryRun } from '@samenplan/shared/contracts';
import { readingBlocks, type ReadingBlock } from './reading-stretches';
import { testBlock, testRun } from './history-testing';

const wrote = (text: string, author: string | null, at = '2026-11-14T09:00:00Z'): HistoryRun =>
  testRun(text, { author, at });
const added = (text: string, author: string): HistoryRun => testRun(text, { author, change: 'added' });
const removed = (text: string, by: string | null): HistoryRun =>
  testRun(text, {
    author: 'someone',
    change: 'removed',
    removed: by === null ? null : { by, at: '2026-11-15T09:00:00Z' },
  });

const authors = (blocks: HistoryBlock[]): readonly ReadingBlock[] =>
  readingBlocks(blocks, { compares: false, removed: true });
const changes = (blocks: HistoryBlock[], shown = true): readonly ReadingBlock[] =>
  readingBlocks(blocks, { compares: true, removed: shown });
const pieces = (blocks: readonly ReadingBlock[]) => blocks.flatMap((block) => block.pieces);

describe('who wrote what, in a text that is read', () => {
  it('names a writer once, where their words begin, also when they go on in the next block', () => {
    const read = authors([
      testBlock([wrote('Ik slaap slecht.', 'fatma')]),
      testBlock([wrote('En ik eet weinig.', 'fatma'), wrote(' Sinds mei.', 'noor')]),
    ]);
    expect(pieces(read).map((piece) => [piece.text, piece.begins])).toEqual([
      ['Ik slaap slecht.', true],
      ['En ik eet weinig.', false],
      ['Sinds mei.', true],
    ]);
  });

  it('says of a stretch from when to when it was written, whatever looks differ inside it', () => {
    const [piece] = pieces(
      authors([
        testBlock([
          wrote('Later ', 'fatma', '2026-11-14T10:00:00Z'),
          testRun('vet', { author: 'fatma', at: '2026-11-14T08:00:00Z', marks: ['bold'] }),
        ]),
      ]),
    );
    expect(piece?.stretch).toMatchObject({ from: '2026-11-14T08:00:00Z', until: '2026-11-14T10:00:00Z' });
  });

  it('never gives words without a known writer to the one before them', () => {
    const read = authors([testBlock([wrote('Van Fatma. ', 'fatma'), wrote('Van wie?', null)])]);
    expect(pieces(read).map((piece) => piece.stretch?.personId)).toEqual(['fatma', null]);
    expect(read[0]?.mixed).toBe(true);
  });

  it('keeps every space, before the name of the next writer', () => {
    const read = authors([testBlock([wrote('Een', 'fatma'), wrote('  twee', 'noor'), wrote(' ', 'fatma')])]);
    expect(pieces(read).map(({ space, text }) => [space, text])).toEqual([
      ['', 'Een'],
      ['  ', 'twee'],
      ['', ' '],
    ]);
  });

  it('keeps an empty line of the text', () => {
    expect(authors([testBlock([])])).toHaveLength(1);
  });
});

describe('what changed, in a text that is read', () => {
  it('names who added and who took away, and nobody for what stayed', () => {
    const read = changes([testBlock([wrote('Was er. ', 'noor'), added('Nieuw. ', 'fatma'), removed('Oud.', 'noor')])]);
    expect(pieces(read).map(({ stretch }) => stretch && [stretch.deed, stretch.personId])).toEqual([
      null,
      ['added', 'fatma'],
      ['removed', 'noor'],
    ]);
  });

  it('does not take the writer of removed words for who removed them', () => {
    expect(pieces(changes([testBlock([removed('Weg.', null)])]))[0]?.stretch?.personId).toBeNull();
  });

  it('begins anew after words that stayed, so that both changes are named', () => {
    const read = changes([testBlock([added('Een', 'fatma'), wrote(' twee ', 'noor'), added('drie', 'fatma')])]);
    expect(pieces(read).map((piece) => piece.begins)).toEqual([true, false, true]);
  });

  it('tells a screen reader in each block where added words begin and end', () => {
    const read = changes([testBlock([added('Een', 'fatma')]), testBlock([added('Twee', 'fatma')])]);
    expect(pieces(read).map(({ begins, opens, closes }) => [begins, opens, closes])).toEqual([
      [true, true, true],
      [false, true, true],
    ]);
  });

  it('leaves out what was taken away when asked to, with blocks that held nothing else', () => {
    const read = changes(
      [testBlock([removed('Heel blok', 'noor')]), testBlock([removed('Weg', 'noor'), wrote('Er nog', 'noor')])],
      false,
    );
    expect(pieces(read).map((piece) => piece.text)).toEqual(['Er nog']);
    expect(read).toHaveLength(1);
  });
});
