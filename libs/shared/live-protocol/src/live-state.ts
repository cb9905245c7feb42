import type { Refusal } from './refusals';

/**
 * `connecting`: before the first synchronisation. `synced`: connected and up to date (see also `pending`).
 * `disconnected`: will connect again by itself; writing may go on. All others are final for this connection.
 */
export type LiveStatus = 'connecting' | 'synced' | 'disconnected' | FinalStatus;

/**
 * `refused`: an edit was not accepted, see `refusal`. `gone`: no access (any more). `reset`: the history was replaced.
 * `too-old`: reload the page. `login-ended`: log in again.
 * `too-many`: this person has too much open at once.
 */
export type FinalStatus = 'refused' | 'gone' | 'reset' | 'too-old' | 'login-ended' | 'too-many';

export type LiveState = {
  readonly status: LiveStatus;
  /** Changes of this person that are not stored yet. */
  readonly pending: number;
  /** "Opgeslagen" may be shown: connected, and nothing is pending. */
  readonly stored: boolean;
  /** 0 none, 1 read, 2 write, 3 manage; null before the server said it for the first time. */
  readonly level: number | null;
  /** How much of the largest document this one takes, in percent; 0 below `liveLimits.nearlyFull`. */
  readonly fullness: number;
  /** Only at status `refused`, and at others when unstored text was lost with them. */
  readonly refusal: Refusal | null;
  /** Own text that was never stored, kept at a final status; null when there is none. */
  readonly unstored: string | null;
};
