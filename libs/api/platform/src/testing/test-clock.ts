import { Clock } from '../clock';

/** A clock that moves only when told. */
export class TestClock extends Clock {
  #now: number;

  constructor(start: Date | string = '2026-01-15T12:00:00Z') {
    super();
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
