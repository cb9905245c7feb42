import type { Actor } from '@samenplan/api/platform';

/** Who asks for something, and what the access log must know of the request. */
export interface Acting extends Actor {
  readonly personId: string;
  readonly traceId: string;
  /** Network address; null when unknown. */
  readonly address: string | null;
  /** Who helps the acting person on a device of their own: an assisted session. Absent or null: nobody. */
  readonly helper?: Helper | null;
}

export interface Helper {
  readonly id: string;
  readonly name: string;
  /** On the helper's own device, or from a form on paper that the helper enters. */
  readonly kind: 'assisted' | 'paper';
  /** The one plan that is decided about. */
  readonly planId: string;
  /** A colleague confirmed with an own login: only then the helper may gain by the decision. */
  readonly witnessed?: boolean;
}
