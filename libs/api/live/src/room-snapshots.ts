import type { InTurn } from './in-turn';
import type { RoomDocument } from './room-document';
import type { UpdateStore } from './update-store';

export interface SnapshotTools {
  readonly store: Pick<UpdateStore, 'keepSnapshot'>;
  readonly snapshots: InTurn;
  readonly report: (event: string, error: unknown) => void;
}

/** Keeps snapshots of one room, one at a time. Without one the log is still whole. */
export class RoomSnapshots {
  #busy = false;

  constructor(
    private readonly room: { readonly id: string; readonly closed: boolean; readonly document: RoomDocument },
    private readonly tools: SnapshotTools,
  ) {}

  /** Of the document as it is when its turn comes; a failure is reported, and the next one comes all the same. */
  async keep(): Promise<void> {
    if (this.#busy || this.room.closed) return;
    this.#busy = true;
    try {
      await this.tools.snapshots.run(async () => {
        if (this.room.closed) return;
        const { historyId, keyId, seq, schemaVersion } = this.room.document;
        const place = { roomId: this.room.id, historyId, keyId, seq };
        await this.tools.store.keepSnapshot(place, schemaVersion, this.room.document.snapshot());
      });
    } catch (error) {
      this.tools.report('live-snapshot-failed', error);
    } finally {
      this.#busy = false;
    }
  }
}
