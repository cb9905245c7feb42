import { signal } from '@angular/core';
import { SCHEMA_VERSION, type UnstoredReason, type UnstoredRecord } from '@samenplan/shared/live-protocol';
import type { UnstoredDevice } from './unstored-texts';

/**
 * Own words that did not get into the text, and why. They still may: at `login` after logging in again, at `waiting`
 * when their section is opened.
 */
export interface Kept {
  readonly id: string;
  /** Empty when something was only taken away or given another look. */
  readonly words: string;
  readonly why: UnstoredReason | 'login' | 'waiting';
  /** When they were written, in milliseconds since 1970. */
  readonly at: number;
  /** They come back after this page is closed. */
  readonly onDevice: boolean;
}

export const randomId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Own words on this screen that could not be stored: to copy, never put back by themselves. */
export class KeptWords {
  readonly #all = signal<readonly Kept[]>([]);
  /** Oldest first. */
  readonly all = this.#all.asReadonly();

  constructor(private readonly device: UnstoredDevice | null) {}

  /** Words that never entered the document, of now. */
  async add(typed: string, why: UnstoredReason, about: Pick<UnstoredRecord, 'roomId' | 'path'>): Promise<void> {
    const words = typed.trim();
    if (words === '') return;
    const [id, at] = [randomId(), Date.now()];
    this.show({ id, words, why, at, onDevice: false });
    const rest = { historyId: null, schemaVersion: SCHEMA_VERSION, clientId: 0, update: null };
    const kept = await this.device?.put(id, { ...about, ...rest, words, why, from: at, until: at });
    if (kept === true) this.lies(id);
  }

  show(kept: Kept): void {
    this.#all.update((all) => [...all, kept]);
  }

  /** The device has it. */
  lies(id: string): void {
    this.#change(id, (kept) => ({ ...kept, onDevice: true }));
  }

  /** A first sign was not the whole reason. */
  explain(from: Kept['why'], to: Kept['why']): void {
    this.#all.update((all) => all.map((kept) => (kept.why === from ? { ...kept, why: to } : kept)));
  }

  /** The person copied the words or does not need them: gone here and on the device. */
  discard(id: string): void {
    this.#all.update((all) => all.filter((kept) => kept.id !== id));
    void this.device?.remove(id);
  }

  /** The page is left: what lies on the device is for other tabs now. */
  clear(): void {
    for (const { id } of this.#all()) this.device?.release(id);
    this.#all.set([]);
  }

  #change(id: string, change: (kept: Kept) => Kept): void {
    this.#all.update((all) => all.map((kept) => (kept.id === id ? change(kept) : kept)));
  }
}
