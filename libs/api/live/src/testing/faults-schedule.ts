import { Draw } from '@samenplan/shared/live-protocol/testing';

/** People beside the client; who is in which slot is the same in every round. */
export const OTHERS = 3;
export const ROOMS = 2;
export const INSTANCES = 3;
/** A slot is a page that somebody has open on one of the rooms. The client (person 0) has both. */
export const SLOTS: readonly { readonly person: number; readonly room: number }[] = [
  { person: 0, room: 0 },
  { person: 0, room: 1 },
  { person: 1, room: 0 },
  { person: 1, room: 0 },
  { person: 1, room: 1 },
  { person: 2, room: 0 },
  { person: 2, room: 1 },
  { person: 3, room: 0 },
];

/** What somebody has from now on by one rule; `brief`: writing, for a moment. */
export type NewRight = 'write' | 'read' | 'brief' | 'stopped' | 'withheld' | 'shown';

export type Step =
  /** `at`: a place in the text as a share of it. */
  | { readonly do: 'type'; readonly slot: number; readonly at: number; readonly words: number; readonly id: number }
  | { readonly do: 'block'; readonly slot: number; readonly id: number }
  | { readonly do: 'erase'; readonly slot: number; readonly at: number; readonly words: number }
  | { readonly do: 'erase-block'; readonly slot: number; readonly at: number }
  | { readonly do: 'bold'; readonly slot: number; readonly at: number; readonly words: number; readonly on: boolean }
  /** `room` absent: the whole plan. Not waited for: what follows happens at the same time. */
  | {
      readonly do: 'right';
      readonly person: number;
      readonly room?: number;
      readonly to: NewRight;
      readonly wait: boolean;
    }
  | { readonly do: 'end-login'; readonly person: number; readonly wait: boolean }
  /** The connection breaks without a goodbye; the page connects again, `to` another instance or the same. */
  | { readonly do: 'drop'; readonly slot: number; readonly to: number }
  /** The page goes away and opens again, with what was not stored or without. */
  | { readonly do: 'reload'; readonly slot: number; readonly to: number; readonly keeps: boolean }
  /** The page does not read. */
  | { readonly do: 'hold'; readonly slot: number; readonly ms: number }
  | {
      readonly do: 'database';
      readonly instance: number;
      readonly how: 'cut' | 'freeze' | 'swallow';
      readonly ms: number;
    }
  | { readonly do: 'hints'; readonly lost: number; readonly late: number; readonly twice: number }
  | { readonly do: 'redis'; readonly how: 'stop' | 'freeze'; readonly ms: number }
  /** The product reads the room itself. */
  | { readonly do: 'look'; readonly instance: number; readonly room: number }
  | { readonly do: 'drain'; readonly instance: number }
  | { readonly do: 'turn' }
  | { readonly do: 'pause'; readonly ms: number }
  | { readonly do: 'stored'; readonly slot: number };

export type Schedule = {
  readonly seed: number;
  /** Instance to which each slot goes first. */
  readonly homes: readonly number[];
  /** What each person may do at first, in every room: 0 none, 1 read, 2 write. */
  readonly levels: readonly number[];
  readonly steps: readonly Step[];
};

const weights = {
  type: 34,
  block: 5,
  erase: 7,
  'erase-block': 1,
  bold: 4,
  right: 15,
  'end-login': 2,
  drop: 6,
  reload: 4,
  hold: 2,
  database: 4,
  hints: 3,
  redis: 0.6,
  look: 1,
  drain: 0.25,
  turn: 14,
  pause: 8,
  stored: 5,
} satisfies Readonly<Record<Step['do'], number>>;

const rights = { write: 6, read: 4, brief: 2, stopped: 8, withheld: 2, shown: 2 } satisfies Readonly<
  Record<NewRight, number>
>;

/** Everything that is going to happen in one round, in order: drawn from the seed alone. */
export function schedule(seed: number, length: number): Schedule {
  const draw = new Draw(seed);
  const homes = SLOTS.map(() => draw.whole(0, INSTANCES - 1));
  const levels = Array.from({ length: OTHERS }, () => draw.whole(0, 5)).map((level) => Math.min(2, level));
  return { seed, homes, levels, steps: Array.from({ length }, (_, i) => step(draw, i)) };
}

function step(draw: Draw, n: number): Step {
  const kind = draw.weighted(weights);
  const slot = draw.whole(0, SLOTS.length - 1);
  const instance = draw.whole(0, INSTANCES - 1);
  const person = draw.whole(1, OTHERS);
  const at = Math.round(draw.next() * 100) / 100;
  switch (kind) {
    case 'type':
      return { do: kind, slot, at, words: draw.chance(0.2) ? draw.whole(2, 9) : 1, id: n * 10 };
    case 'block':
      return { do: kind, slot, id: n * 10 };
    case 'erase':
      return { do: kind, slot, at, words: draw.whole(1, 3) };
    case 'erase-block':
      return { do: kind, slot, at };
    case 'bold':
      return { do: kind, slot, at, words: draw.whole(1, 4), on: draw.chance(0.6) };
    case 'right': {
      const room = draw.chance(0.75) ? { room: draw.whole(0, ROOMS - 1) } : {};
      return { do: kind, person, ...room, to: draw.weighted(rights), wait: draw.chance(0.6) };
    }
    case 'end-login':
      return { do: kind, person, wait: draw.chance(0.6) };
    case 'drop':
      return { do: kind, slot, to: instance };
    case 'reload':
      return { do: kind, slot, to: instance, keeps: draw.chance(0.6) };
    case 'hold':
      return { do: kind, slot, ms: draw.whole(20, 300) };
    case 'database':
      return {
        do: kind,
        instance,
        how: draw.weighted({ cut: 4, freeze: 3, swallow: 4 }),
        ms: draw.one([0, 70, 280, 440, 630, 1_500]),
      };
    case 'hints':
      return { do: kind, lost: draw.one([0, 0.3, 1]), late: draw.one([0, 0, 20, 200]), twice: draw.one([0, 0.5]) };
    case 'redis':
      return { do: kind, how: draw.one(['stop', 'freeze']), ms: draw.whole(20, 300) };
    case 'look':
      return { do: kind, instance, room: draw.whole(0, ROOMS - 1) };
    case 'drain':
      return { do: kind, instance };
    case 'pause':
      return { do: kind, ms: draw.whole(1, 5) ** 2 };
    case 'stored':
      return { do: kind, slot };
    case 'turn':
      return { do: kind };
  }
}

/** One line per step, for who looks for the cause. */
export const printed = ({ seed, homes, levels, steps }: Schedule): string =>
  [
    `seed ${seed}: instances of the slots ${homes.join(' ')}, levels ${levels.join(' ')}`,
    ...steps.map((step, i) => `${String(i).padStart(3)} ${JSON.stringify(step)}`),
  ].join('\n');
