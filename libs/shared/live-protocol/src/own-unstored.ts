import { liveLimits } from './limits';
import { ownTextSince } from './own-unstored-text';
import { scanUpdate } from './scan-update';
import { Y } from './y';

/** What one client wrote and what the server has not stored. */
export interface OwnUnstored {
  readonly clientId: number;
  /** Content from the client's stored clock on, and deletions; what the server knows of it reduces to nothing there. */
  readonly update: Uint8Array;
  /** The words among it, to copy by hand; empty when something was only taken away or given another look. */
  readonly words: string;
}

/** @param clock of this client, up to which everything is stored */
export function ownUnstored(doc: Y.Doc, clientId: number, clock: number): OwnUnstored {
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  known.set(clientId, clock);
  return {
    clientId,
    update: Y.encodeStateAsUpdate(doc, Y.encodeStateVector(known)),
    words: ownTextSince(doc, clientId, clock),
  };
}

/** Whether all that an update hangs on stands in the document: Yjs would keep the rest apart and show it much later. */
export function fits(doc: Y.Doc, update: Uint8Array): boolean {
  if (update.length > liveLimits.update || scanUpdate(update) === undefined) return false;
  const trial = new Y.Doc();
  try {
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
    Y.applyUpdate(trial, update);
    return trial.store.pendingStructs === null && trial.store.pendingDs === null;
  } catch {
    return false; // Whatever it is, it is no edit of this document.
  } finally {
    trial.destroy();
  }
}
