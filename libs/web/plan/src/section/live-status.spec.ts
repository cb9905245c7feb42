import type { LiveState } from '@samenplan/shared/live-protocol';
import { isSpoken, statusOf, type Patience } from './live-status';

const calm: Patience = { settled: true, long: false };
const state = (change: Partial<LiveState>): LiveState => ({
  status: 'synced',
  pending: 0,
  stored: true,
  level: 2,
  fullness: 0,
  refusal: null,
  unstored: null,
  ...change,
});

describe('the line about the state of the text', () => {
  it('says "Opgeslagen" only when nothing waits', () => {
    expect(statusOf(state({}), calm).word).toBe('status.saved');
    expect(statusOf(state({ pending: 1, stored: false }), calm).kind).toBe('saving');
    expect(statusOf(state({ pending: 1, stored: false }), { settled: true, long: true })).toMatchObject({
      kind: 'pending',
      n: 1,
    });
    for (const status of [
      'connecting',
      'disconnected',
      'refused',
      'gone',
      'reset',
      'too-old',
      'login-ended',
    ] as const) {
      expect(statusOf(state({ status }), calm).kind).not.toBe('saved');
    }
  });

  it('does not flicker between two letters', () => {
    expect(statusOf(state({}), { settled: false, long: false }).kind).toBe('saving');
  });

  it('says that one can go on writing, and how much waits, without a connection', () => {
    expect(statusOf(state({ status: 'disconnected', pending: 3 }), calm)).toMatchObject({
      word: 'status.broken.waiting',
      n: 3,
    });
    expect(statusOf(state({ status: 'disconnected' }), calm).word).toBe('status.broken');
  });

  it('never tells a reader that anything of theirs is stored', () => {
    expect(statusOf(state({ level: 1 }), calm).kind).toBe('reading');
    expect(statusOf(state({ level: 1, status: 'disconnected' }), calm).kind).toBe('broken-reading');
  });

  it('reads out trouble and the end of it, not every letter', () => {
    expect(isSpoken(null, 'saving')).toBe(false);
    expect(isSpoken(null, 'saved')).toBe(false);
    expect(isSpoken(null, 'broken')).toBe(true);
    expect(isSpoken('broken', 'saved')).toBe(true);
    expect(isSpoken('saved', 'saving')).toBe(false);
    expect(isSpoken('gone', 'gone')).toBe(false);
  });
});
