import { SCHEMA_VERSION } from './schema-version';
import {
  decodeUnstored,
  encodeUnstored,
  fateOf,
  MERGE_WITHIN,
  wordsOnly,
  type UnstoredRecord,
} from './unstored-record';

const written = 1_800_000_000_000;
const record: UnstoredRecord = {
  roomId: 'room',
  path: '/plannen/p/secties/room',
  historyId: 'history',
  schemaVersion: SCHEMA_VERSION,
  clientId: 7,
  update: Uint8Array.of(0, 0),
  words: 'Ik wil weer fietsen 🚲',
  why: null,
  from: written - 1_000,
  until: written,
};
const moment = { at: written + 60_000, level: 2, historyId: 'history' };

describe('what becomes of text that was not stored', () => {
  it('is put into the text when nothing changed', () => {
    expect(fateOf(record, moment)).toBe('merge');
    expect(fateOf(record, { ...moment, at: written + MERGE_WITHIN })).toBe('merge');
  });

  it.each([
    ['the right to write is gone', record, { ...moment, level: 1 }, 'right'],
    ['it was written more than a day ago', record, { ...moment, at: written + MERGE_WITHIN + 1 }, 'late'],
    ['the clock of the device went back', record, { ...moment, at: written - MERGE_WITHIN - 1 }, 'late'],
    ['the history was replaced', record, { ...moment, historyId: 'another' }, 'replaced'],
    ['it was written in an unknown history', { ...record, historyId: null }, moment, 'replaced'],
    ['another version of the editor wrote it', { ...record, schemaVersion: SCHEMA_VERSION + 1 }, moment, 'other'],
    ['it was refused', wordsOnly(record, 'too-large'), moment, 'too-large'],
    ['the history can not be learnt now', record, { ...moment, historyId: null }, 'wait'],
  ] as const)('is only shown when %s', (_, given, now, fate) => {
    expect(fateOf(given, now)).toBe(fate);
  });
});

describe('a record on the device', () => {
  it('comes back as it was written', () => {
    expect(decodeUnstored(encodeUnstored(record))).toEqual(record);
    expect(decodeUnstored(encodeUnstored(wordsOnly(record, 'late')))).toEqual({ ...record, update: null, why: 'late' });
  });

  it('is not made of other bytes', () => {
    const bytes = encodeUnstored(record);
    for (const wrong of [new Uint8Array(), bytes.slice(0, -1), Uint8Array.of(119, 1, 97)])
      expect(decodeUnstored(wrong)).toBeUndefined();
    expect(decodeUnstored(encodeUnstored({ ...record, words: 5 } as unknown as UnstoredRecord))).toBeUndefined();
    expect(decodeUnstored(encodeUnstored({ ...record, why: 'x' } as unknown as UnstoredRecord))).toBeUndefined();
  });
});
