import type { CloseCode, Refusal } from '@samenplan/shared/live-protocol';
import type { Asker } from './rights-desk';
import type { StoredUpdate } from './update-store';
import type { WebSocketFrame } from './web-socket-frame';

/** A connection, as its room sees it. */
export interface RoomMember extends Asker {
  readonly personId: string;
  readonly loginId: string;
  readonly open: boolean;
  /** The client id that presence shows. */
  readonly clientId: number | undefined;
  /** Access epoch at which it was decided. */
  readonly epoch: number;
  /** The room has it now. */
  begin(): void;
  deliver(frame: WebSocketFrame, update: Pick<StoredUpdate, 'epoch'>): void;
  deliverPresence(frame: Uint8Array): void;
  /** There is a lease, perhaps again: what had to wait is looked at once more. */
  leased(): void;
  keepAlive(): void;
  end(code: CloseCode, reason?: Refusal): void;
}
