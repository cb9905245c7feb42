import { inject, Injectable } from '@angular/core';
import {
  decodeUnstored,
  encodeUnstored,
  wordsOnly,
  type UnstoredRecord,
  type UnstoredStore,
} from '@samenplan/shared/live-protocol';
import { DeviceSafe } from '@samenplan/web/core';

/** What this person wrote in another tab or at another time, and what was not stored. This tab holds it. */
export interface Leftover {
  readonly id: string;
  readonly record: UnstoredRecord;
}

/** The device, as the text of a section needs it. */
export interface UnstoredDevice extends UnstoredStore {
  /** While there is a connection: whatever is needed to keep text later. */
  prepare(): Promise<boolean>;
  /** What lies here of one room, oldest first, and what no living tab holds. */
  take(roomId: string): Promise<readonly Leftover[]>;
  /** Leaves it to other tabs. */
  release(id: string): void;
}

/** Text of this person on this device that is not stored. */
@Injectable({ providedIn: 'root' })
export class UnstoredTexts implements UnstoredDevice {
  readonly #safe = inject(DeviceSafe);

  prepare(): Promise<boolean> {
    return this.#safe.prepare();
  }

  put(id: string, record: UnstoredRecord): Promise<boolean> {
    return this.#safe.put(id, encodeUnstored(record));
  }

  async remove(id: string): Promise<void> {
    await this.#safe.remove(id);
    this.#safe.release(id);
  }

  release(id: string): void {
    this.#safe.release(id);
  }

  take(roomId: string): Promise<readonly Leftover[]> {
    return this.#take((record) => record.roomId === roomId);
  }

  /** Of all rooms. */
  takeAll(): Promise<readonly Leftover[]> {
    return this.#take(() => true);
  }

  /** The right to a room is gone: what lies here of it is only to be copied from now on, also when the right returns. */
  async withdraw(roomId: string): Promise<void> {
    for (const { id, record } of await this.take(roomId)) {
      if (record.update !== null) await this.put(id, wordsOnly(record, 'right'));
      this.release(id);
    }
  }

  count(): Promise<number> {
    return this.#safe.count();
  }

  async #take(wanted: (record: UnstoredRecord) => boolean): Promise<readonly Leftover[]> {
    const taken: Leftover[] = [];
    for (const { id, bytes } of await this.#safe.items()) {
      const record = decodeUnstored(bytes);
      if (record !== undefined && wanted(record) && (await this.#safe.hold(id))) taken.push(...(await this.#read(id)));
    }
    return taken.sort((one, other) => one.record.from - other.record.from);
  }

  /** Anew, now that no other tab can change it. */
  async #read(id: string): Promise<readonly Leftover[]> {
    const bytes = await this.#safe.read(id);
    const record = bytes === undefined ? undefined : decodeUnstored(bytes);
    if (record === undefined) {
      this.#safe.release(id);
      return [];
    }
    const leftBehind = record.update !== null && record.until <= (await this.#safe.loggedOutAt());
    return [{ id, record: leftBehind ? wordsOnly(record, 'logged-out') : record }];
  }
}
