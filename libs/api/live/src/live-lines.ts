import type { Log } from '@samenplan/api/platform';
import { closeCodes } from '@samenplan/shared/live-protocol';
import { nameOf, type LiveMetrics } from './live-metrics';
import { monotonic } from './live-options';
import type { EndedBy } from './session-socket';

/** Ends that somebody should look at when there are many. */
const odd: ReadonlySet<EndedBy> = new Set<EndedBy>([
  closeCodes.malformed,
  closeCodes.tooLarge,
  closeCodes.abuse,
  closeCodes.noLease,
  'unread',
]);

/**
 * Counts the end of a connection and writes its one line: how long it lasted, how much it wrote and who ended it why.
 * @returns to be called once, when it ends
 */
export function logEnd(
  log: Log,
  metrics: LiveMetrics,
  { traceId, roomId }: { readonly traceId: string; readonly roomId: string },
): (by: EndedBy, frames: number) => void {
  const began = monotonic();
  return (by, frames) => {
    if (by !== undefined) metrics.closed(by);
    const reason = by === undefined ? 'left' : typeof by === 'string' ? by : nameOf(by);
    const fields = {
      traceId,
      room: log.tag(roomId),
      reason,
      seconds: Math.round((monotonic() - began) / 100) / 10,
      updates: frames,
    };
    if (odd.has(by)) log.warn('live-closed', fields);
    else log.info('live-closed', fields);
  };
}
