import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { LiveState } from '@samenplan/shared/live-protocol';
import { patienceFor } from './live-clock';

const { jest } = import.meta;

describe('how long a state lasts', () => {
  const state = signal({ status: 'connecting', pending: 0, stored: false } as LiveState);
  const put = (more: Partial<LiveState>): void => {
    state.update((now) => ({ ...now, ...more }));
    TestBed.tick();
  };
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('never looks like storing before anybody typed, and waits for a pause after somebody did', () => {
    const patience = TestBed.runInInjectionContext(() => patienceFor(state));
    TestBed.tick();
    put({ status: 'synced', stored: true });
    expect(patience().settled).toBe(true);
    put({ pending: 1, stored: false });
    expect(patience().settled).toBe(false);
    put({ pending: 0, stored: true });
    expect(patience().settled).toBe(false);
    jest.advanceTimersByTime(400);
    expect(patience().settled).toBe(true);
  });
});
