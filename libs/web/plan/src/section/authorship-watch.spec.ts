import { Injector, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { testServer } from '../plan/plan-testing';
import { watchAuthorship, type WatchedText } from './authorship-watch';

function writtenText() {
  const text = signal<object | null>(null);
  const edits = signal(0);
  const live: WatchedText = { text, edits, state: () => ({ stored: true }), canWrite: () => true };
  return { text, edits, live };
}

const { jest } = import.meta;

describe('asking who wrote what', () => {
  const author = { id: 'f', name: 'Fatma', function: 'POH' };
  const items = [{ blockId: 'b', author, writtenAt: '2026-11-01T10:00:00Z', change: null }];

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('asks as soon as the text is there, and only after some quiet when it changes', async () => {
    const asked = testServer(() => ({ items }));
    const { text, edits, live } = writtenText();
    const known = runInInjectionContext(TestBed.inject(Injector), () =>
      watchAuthorship(
        signal(live),
        () => 'plan',
        () => 'section',
      ),
    );
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(0);

    text.set({});
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(0);
    expect(known().get('b')?.author).toEqual(author);

    edits.set(1);
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(100);
    expect(asked).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(2);
  });

  it('forgets the names with the text, and asks at once when the text comes back', async () => {
    const asked = testServer(() => ({ items }));
    const { text, live } = writtenText();
    const known = runInInjectionContext(TestBed.inject(Injector), () =>
      watchAuthorship(
        signal(live),
        () => 'plan',
        () => 'section',
      ),
    );
    text.set({});
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(0);
    text.set(null);
    TestBed.tick();
    expect(known().size).toBe(0);
    text.set({});
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
    expect(known().size).toBe(1);
  });
});
