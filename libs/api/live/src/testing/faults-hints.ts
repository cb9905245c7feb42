import type { Bus } from '@samenplan/api/platform';
import type { Draw } from '@samenplan/shared/live-protocol/testing';

/** How messages between instances fare: shares of them, and milliseconds at most. */
export type Weather = { readonly lost: number; readonly late: number; readonly twice: number };

const CALM: Weather = { lost: 0, late: 0, twice: 0 };

/** Loses, delays (and so reorders) and doubles what arrives over the bus of any instance, the own messages included. */
export class FaultyHints {
  weather = CALM;
  /** A new one for every round. */
  draw: Draw | undefined;

  calm(): void {
    this.weather = CALM;
  }

  /** Puts itself between a bus and those who listen to it. */
  readonly change = (bus: Bus): void => {
    const subscribe = bus.subscribe.bind(bus);
    bus.subscribe = (topic, handler) => subscribe(topic, (message) => this.#pass(() => handler(message)));
  };

  async #pass(deliver: () => void | Promise<void>): Promise<void> {
    const { lost, late, twice } = this.weather;
    const draw = this.draw;
    if (draw === undefined || (lost === 0 && late === 0 && twice === 0)) return deliver();
    if (draw.chance(lost)) return;
    const times = draw.chance(twice) ? 2 : 1;
    for (let n = 0; n < times; n += 1) setTimeout(() => void deliver(), late * draw.next());
  }
}
