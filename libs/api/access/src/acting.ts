import type { Actor } from '@samenplan/api/platform';

/** Who asks for something, and what the access log must know of the request. */
export interface Acting extends Actor {
  readonly personId: string;
  readonly traceId: string;
  /** Network address; null when unknown. */
  readonly address: string | null;
}
