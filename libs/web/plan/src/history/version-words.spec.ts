import { fatma, noor, sanne, testVersion, testVoice } from './history-testing';
import { stretchSentence } from './reading-words';
import { versionBefore, versionDays } from './version-days';
import { authorWords, restoredWords, versionLine, whenWords, wordCounts, type HistoryVoice } from './version-words';
import { visitSentence } from './visit-words';

const { jest } = import.meta;

describe('words about versions', () => {
  let voice: HistoryVoice;
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-22T12:00:00Z') });
    voice = testVoice('noor');
  });
  afterEach(() => jest.useRealTimers());

  it('stand below the Dutch day on which a version ended', () => {
    const days = versionDays([
      testVersion(9, '2026-11-21T23:30:00Z'),
      testVersion(7, '2026-11-21T12:00:00Z'),
      testVersion(3, '2026-11-21T08:00:00Z'),
    ]);
    expect(days.map(({ day, versions }) => [day, versions.map(({ version }) => version)])).toEqual([
      ['2026-11-22', [9]],
      ['2026-11-21', [7, 3]],
    ]);
  });

  it('find the version before one, also one that is not in the list itself', () => {
    const versions = [testVersion(9, '2026-11-21T12:00:00Z'), testVersion(4, '2026-11-20T12:00:00Z')];
    expect(versionBefore(versions, 9)?.version).toBe(4);
    expect(versionBefore(versions, 6)?.version).toBe(4);
    expect(versionBefore(versions, 4)).toBeNull();
  });

  it('say who, with function, and jij to who reads', () => {
    expect(authorWords(voice, [fatma, noor])).toBe('Fatma Yilmaz (POH) en jij');
    expect(authorWords(voice, [fatma, sanne, noor], 2)).toBe(
      'Fatma Yilmaz (POH), Sanne Bakker (wijkverpleegkundige) en nog 1 ander',
    );
    expect(authorWords(voice, [])).toBe('Samenplan');
  });

  it('say from when to when, and one moment for what took no minute', () => {
    const until = '2026-11-14T09:20:00Z';
    expect(whenWords(voice, testVersion(1, until, { from: '2026-11-14T09:12:00Z' }))).toEqual({
      from: '10.12',
      until: '10.20',
    });
    expect(whenWords(voice, testVersion(1, until))).toEqual({ from: null, until: '10.20' });
    expect(whenWords(voice, testVersion(1, until, { from: '2026-11-13T22:50:00Z' })).from).toBe(
      '13 november 2026 23.50',
    );
  });

  it.each([
    [12, 3, '12 woorden erbij, 3 weg'],
    [1, 0, '1 woord erbij'],
    [0, 1, '1 woord weg'],
    [0, 0, 'Geen woorden erbij of weg'],
  ])('count %i words more and %i less', (added, removed, told) => {
    expect(wordCounts(voice, { added, removed })).toBe(told);
  });

  it('say which version was brought back', () => {
    const restoredFrom = { version: 3, at: '2026-11-03T13:02:00Z' };
    expect(restoredWords(voice, testVersion(9, '2026-11-21T12:00:00Z', { restoredFrom }))).toBe(
      'Teruggezet naar de versie van 3 november 2026 14.02',
    );
    expect(versionLine(voice, testVersion(9, '2026-11-21T12:00:00Z'))).toBe('gisteren 13.00 · jij');
  });

  it('say who wrote a stretch and when, and of nobody known just that', () => {
    const stretch = {
      id: 0,
      deed: 'wrote',
      personId: 'fatma',
      from: '2026-11-14T09:12:00Z',
      until: '2026-11-14T09:20:00Z',
    } as const;
    const person = { ...fatma, short: 'FY', line: 0 };
    expect(stretchSentence(voice, stretch, person)).toBe(
      'Geschreven door Fatma Yilmaz (POH), 14 november 2026 10.12 tot 10.20.',
    );
    expect(stretchSentence(voice, { ...stretch, deed: 'removed' }, { ...noor, short: 'jij', line: 0 })).toBe(
      'Weggehaald door jou, 14 november 2026 10.12 tot 10.20.',
    );
    expect(stretchSentence(voice, { ...stretch, personId: null, from: null, until: null }, undefined)).toBe(
      'Niet bekend wie dit schreef.',
    );
  });

  describe('since the previous visit', () => {
    const changes = {
      since: '2026-11-21T15:40:00Z',
      authors: [fatma],
      changedBlocks: 2,
      words: { added: 9, removed: 1 },
    };

    it('say who wrote and how much', () => {
      expect(visitSentence(voice, changes)).toBe('Sinds gisteren 16.40 schreef Fatma Yilmaz (POH) in 2 stukken.');
      expect(visitSentence(voice, { ...changes, authors: [fatma, sanne], changedBlocks: 1 })).toBe(
        'Sinds gisteren 16.40 schreven Fatma Yilmaz (POH) en Sanne Bakker (wijkverpleegkundige) in 1 stuk.',
      );
    });

    it('do not call it writing when text was only taken away, or only its form changed', () => {
      expect(visitSentence(voice, { ...changes, words: { added: 0, removed: 4 } })).toBe(
        'Sinds gisteren 16.40 haalde Fatma Yilmaz (POH) tekst weg uit 2 stukken.',
      );
      expect(visitSentence(voice, { ...changes, words: { added: 0, removed: 0 } })).toBe(
        'Sinds gisteren 16.40 veranderde Fatma Yilmaz (POH) iets aan 2 stukken.',
      );
      expect(visitSentence(voice, { ...changes, authors: [] })).toBe('Sinds gisteren 16.40 zijn 2 stukken veranderd.');
    });

    it('are not there at a first visit, nor when nothing changed', () => {
      expect(visitSentence(voice, { ...changes, since: null })).toBeNull();
      expect(visitSentence(voice, { ...changes, changedBlocks: 0 })).toBeNull();
    });
  });
});
