import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { testServer, type AskedRequest } from '../plan/plan-testing';
import type { SectionPlace } from './version-feed';
import { keepVisit } from './visit-keeper';

const { jest } = import.meta;
const minute = 60_000;
const home: SectionPlace = { planId: 'plan', sectionId: 'home' };

describe('telling that a section is being looked at', () => {
  let asked: readonly AskedRequest[];
  let visible: 'visible' | 'hidden';
  let returned: number;
  const place = signal<SectionPlace | null>(null);

  beforeEach(() => {
    jest.useFakeTimers();
    asked = testServer(() => undefined);
    visible = 'visible';
    returned = 0;
    Object.defineProperty(document, 'visibilityState', { get: () => visible, configurable: true });
  });
  afterEach(() => jest.useRealTimers());

  function open() {
    @Component({ template: '' })
    class Looking {
      readonly kept = keepVisit(place, () => (returned += 1));
    }
    place.set(home);
    const fixture = TestBed.createComponent(Looking);
    TestBed.tick();
    return fixture;
  }

  function turn(state: 'visible' | 'hidden'): void {
    visible = state;
    document.dispatchEvent(new Event('visibilitychange'));
  }

  it('is done every five minutes, and not while the page is out of sight', () => {
    open();
    expect(asked).toHaveLength(0);
    jest.advanceTimersByTime(11 * minute);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ method: 'PUT', path: '/plans/plan/sections/home/visit' });
    turn('hidden');
    expect(asked).toHaveLength(3);
    jest.advanceTimersByTime(60 * minute);
    expect(asked).toHaveLength(3);
  });

  it('is done once when the page goes, also when the browser says it twice', () => {
    open();
    window.dispatchEvent(new Event('pagehide'));
    turn('hidden');
    expect(asked).toHaveLength(1);
  });

  it('is done when another page of the app comes, and for the section that is left', () => {
    const fixture = open();
    place.set({ planId: 'plan', sectionId: 'money' });
    TestBed.tick();
    fixture.destroy();
    expect(asked.map(({ path }) => path)).toEqual([
      '/plans/plan/sections/home/visit',
      '/plans/plan/sections/money/visit',
    ]);
  });

  it('is not done once the right is gone: that would be a refusal in the log', () => {
    const fixture = open();
    place.set(null);
    TestBed.tick();
    jest.advanceTimersByTime(20 * minute);
    turn('hidden');
    fixture.destroy();
    expect(asked).toHaveLength(0);
  });

  it('begins a new visit for who comes back after more than half an hour', () => {
    open();
    turn('hidden');
    jest.advanceTimersByTime(29 * minute);
    turn('visible');
    expect(returned).toBe(0);
    turn('hidden');
    jest.advanceTimersByTime(31 * minute);
    turn('visible');
    expect(returned).toBe(1);
  });
});
