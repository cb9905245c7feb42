import type { Refusal, UpdateShape } from '@samenplan/shared/live-protocol';
import { monotonic } from './live-options';
import type { Room } from './room';
import type { Writer } from './write';
import { RoomUnavailable, type EntryAnswer } from './update-store';

/** An edit of the product was not stored. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  constructor(readonly reason: Refusal) {
    super(`The edit was refused: ${reason}`);
  }
}

/** An edit that the product makes for somebody (not through a live connection). Its caller writes the log line. */
export class ProductWriter implements Writer {
  readonly writeLogged = true;
  open = true;
  #done: { resolve: (seq: number) => void; reject: (error: Error) => void } | undefined;

  constructor(
    private readonly room: Room,
    readonly personId: string,
    readonly loginId: string,
  ) {}

  /** The transaction that stores it decides; asking twice adds nothing. */
  get mayWrite(): boolean {
    return true;
  }

  async write(bytes: Uint8Array, shape: UpdateShape): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = { resolve, reject };
      this.room.writes.add({
        writer: this,
        frame: 1,
        bytes,
        shape,
        early: false,
        at: monotonic(),
        attended: false,
        attending: false,
      });
    });
  }

  async decideWrite(): Promise<undefined> {
    return undefined;
  }

  async logWrite(): Promise<void> {
    return undefined;
  }

  stored(_frame: number, seq: number): void {
    this.open = false;
    this.#done?.resolve(seq);
  }

  refuse(reason: Refusal, _right?: EntryAnswer): void {
    this.open = false;
    this.#done?.reject(new WriteRefused(reason));
  }

  abandon(): void {
    this.open = false;
    this.#done?.reject(new RoomUnavailable('The room was closed while an edit waited'));
  }
}
