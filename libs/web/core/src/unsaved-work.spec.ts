import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { UnsavedWork } from './unsaved-work';

describe('work that is not stored', () => {
  const leave = (): boolean => !dispatchEvent(new Event('beforeunload', { cancelable: true }));

  it('holds the page only while something is not stored', () => {
    const work = TestBed.inject(UnsavedWork);
    const pending = signal(true);
    const stop = work.watch(pending);
    expect(leave()).toBe(true);
    pending.set(false);
    expect(leave()).toBe(false);
    pending.set(true);
    stop();
    expect(leave()).toBe(false);
  });

  it('lets go at once when leaving quickly', () => {
    const work = TestBed.inject(UnsavedWork);
    work.watch(signal(true));
    work.release();
    expect([work.any(), leave()]).toEqual([false, false]);
  });
});
