import { Component, input } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AppEvents, type AppNews } from '@samenplan/web/core';
import { onNewsOf } from './plan-loads';

@Component({ template: '' })
class Listener {
  readonly planId = input.required<string>();
  heard = 0;

  constructor() {
    onNewsOf(
      () => this.planId(),
      ['plan-changed'],
      () => {
        this.heard += 1;
      },
    );
  }
}

/** Holds back what `setTimeout` would do until it is asked to go on. */
class HeldTimers {
  readonly #real = { set: globalThis.setTimeout, clear: globalThis.clearTimeout };
  readonly #held = new Map<number, () => void>();
  #last = 0;

  hold(): void {
    const set = (run: () => void): number => {
      this.#held.set((this.#last += 1), run);
      return this.#last;
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: (id: number) => this.#held.delete(id) });
  }

  goOn(): void {
    const runs = [...this.#held.values()];
    this.#held.clear();
    runs.forEach((run) => run());
  }

  release(): void {
    Object.assign(globalThis, { setTimeout: this.#real.set, clearTimeout: this.#real.clear });
  }
}

describe('news of a plan', () => {
  const timers = new HeldTimers();
  let tell: (news: AppNews) => void;
  let listener: Listener;
  let leave: () => void;

  beforeEach(() => {
    const events = TestBed.inject(AppEvents);
    const listeners: ((news: AppNews) => void)[] = [];
    const listen = events.listen.bind(events);
    events.listen = (one) => {
      listeners.push(one);
      return listen(one);
    };
    const fixture = TestBed.createComponent(Listener);
    fixture.componentRef.setInput('planId', 'mine');
    listener = fixture.componentInstance;
    leave = () => fixture.destroy();
    tell = (news) => listeners.forEach((one) => one(news));
    timers.hold();
  });

  afterEach(() => {
    timers.release();
  });

  const heardAfter = (...news: readonly AppNews[]): number => {
    news.forEach(tell);
    timers.goOn();
    return listener.heard;
  };

  it('asks once for a burst', () => {
    expect(heardAfter({ kind: 'plan-changed', planId: 'mine' }, { kind: 'plan-changed', planId: 'mine' })).toBe(1);
  });

  it('does not ask for another plan, or for what it did not choose', () => {
    expect(heardAfter({ kind: 'plan-changed', planId: 'other' }, { kind: 'access-changed', planId: 'mine' })).toBe(0);
  });

  it('looks again when the right to the whole plan may be gone, and after missed news', () => {
    expect(heardAfter({ kind: 'plans-changed' })).toBe(1);
    expect(heardAfter({ kind: 'gap' })).toBe(2);
  });

  it('asks nothing any more once the page is left', () => {
    tell({ kind: 'plan-changed', planId: 'mine' });
    leave();
    timers.goOn();
    expect(listener.heard).toBe(0);
  });
});
