import type { FinalStatus, LiveState } from '@samenplan/shared/live-protocol';
import type { SectionWord } from './section-words';

/** What the one line about the state of the text says. */
export type StatusKind =
  | 'connecting'
  | 'slow'
  | 'saving'
  | 'pending'
  | 'saved'
  | 'reading'
  | 'broken'
  | 'broken-reading'
  | 'unstable'
  | FinalStatus;

export interface Status {
  readonly kind: StatusKind;
  /** Changes that are not stored; fills in `{n}`. */
  readonly n: number;
  readonly word: SectionWord;
  readonly tone: 'neutral' | 'ok' | 'warning' | 'danger';
}

/** What time did to the state: see {@link LiveClock}. */
export interface Patience {
  /** Nothing has been waiting for some moments: only then "Opgeslagen" comes back, so that the line does not flicker. */
  readonly settled: boolean;
  /** Changes, or the first connection, have been waiting longer than is normal. */
  readonly long: boolean;
}

const write = 2;

/** The line for a state. "Opgeslagen" only when the server has stored everything that was typed here. */
export function statusOf(state: LiveState, patience: Patience): Status {
  const n = state.pending;
  const writes = (state.level ?? 0) >= write;
  switch (state.status) {
    case 'connecting':
      return patience.long ? line('slow', 'warning') : line('connecting', 'neutral');
    case 'disconnected':
      return writes ? line('broken', 'warning', n) : line('broken-reading', 'warning');
    case 'synced':
      if (!writes) return line('reading', 'neutral');
      if (n > 0) return patience.long ? line('pending', 'warning', n) : line('saving', 'neutral', n);
      return patience.settled ? line('saved', 'ok') : line('saving', 'neutral');
    case 'refused':
      return line('refused', 'warning');
    case 'reset':
      return line('reset', 'warning');
    default:
      return line(state.status, 'danger');
  }
}

/** Nothing more is tried: writing was refused again and again in a short time. */
export const unstable: Status = line('unstable', 'danger');

function line(kind: StatusKind, tone: Status['tone'], n = 0): Status {
  return { kind, n, tone, word: kind === 'broken' && n > 0 ? 'status.broken.waiting' : `status.${kind}` };
}

const spoken: ReadonlySet<StatusKind> = new Set([
  'slow',
  'pending',
  'broken',
  'broken-reading',
  'refused',
  'reset',
  'gone',
  'too-old',
  'login-ended',
  'too-many',
  'unstable',
]);

/**
 * Whether a change of the line is read out. Typing and storing is silent; trouble, and the end of it, is not.
 * @param spokenBefore the last kind that was read out; null when none was
 */
export function isSpoken(spokenBefore: StatusKind | null, now: StatusKind): boolean {
  if (spokenBefore === now) return false;
  if (spoken.has(now)) return true;
  return (now === 'saved' || now === 'reading') && spokenBefore !== null && spoken.has(spokenBefore);
}
