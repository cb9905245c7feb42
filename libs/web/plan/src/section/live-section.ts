import { computed, signal } from '@angular/core';
import {
  LiveConnection,
  UnstoredKeeper,
  type Keeping,
  type LiveState,
  type UnstoredReason,
  type UnstoredRecord,
} from '@samenplan/shared/live-protocol';
import { KeptWords, randomId } from './kept-words';
import { Leftovers } from './leftovers';
import { presentPeople, type PresentPerson } from './live-people';
import type { UnstoredDevice } from './unstored-texts';

export interface LiveSectionOptions {
  readonly sectionId: string;
  /** Person of this tab, who is not listed as being here too; null when unknown. */
  readonly ownPersonId: string | null;
  /** Where text that is not stored is kept; null: only on this screen. */
  readonly device: DeviceOfSection | null;
  /** For tests; otherwise the server that this page came from. */
  readonly connect?: (sectionId: string) => LiveConnection;
}

export interface DeviceOfSection {
  readonly texts: UnstoredDevice;
  /** This page. */
  readonly path: string;
  /** The life of the text as the page knows it: never a later one than that of the document. */
  readonly historyId: () => string | null;
  /** The same, asked anew. */
  readonly askHistory: () => Promise<string | null>;
}

const before: LiveState = {
  status: 'connecting',
  pending: 0,
  stored: false,
  level: null,
  fullness: 0,
  refusal: null,
  unstored: null,
};

/** A refusal leads to a fresh start; this many in {@link recently} milliseconds mean that something else is wrong. */
const mostRestarts = 3;
const recently = 60_000;

/**
 * The text of one section on this screen, as long as the page is open. Survives refusals by starting afresh with a new
 * document; what was refused is kept as plain words in `kept` and never put back by itself. What is not stored yet lies on the device
 * too, where it outlives this page. When the right or the
 * login is gone, whoever shows the text is told at once, in the same turn.
 */
export class LiveSection {
  readonly #connection = signal<LiveConnection | null>(null);
  readonly #state = signal<LiveState>(before);
  readonly #loaded = signal(false);
  readonly #people = signal<readonly PresentPerson[]>([]);
  readonly #kept: KeptWords;
  readonly #keeping = signal<Keeping>('nothing');
  readonly #merged = signal<UnstoredRecord | null>(null);
  readonly #edits = signal(0);
  readonly #unstable = signal(false);
  readonly #hidden = signal(false);
  readonly #viewers = new Set<() => void>();
  readonly #restarts: number[] = [];
  readonly #connect: (sectionId: string) => LiveConnection;
  readonly #leftovers: Leftovers | null;
  #keeper: UnstoredKeeper | null = null;
  #keptId = '';
  readonly #flush = (): void => void this.#keeper?.flush();
  readonly #online = (): void => this.#connection()?.retryNow();

  readonly state = this.#state.asReadonly();
  /** Others who have this section open. */
  readonly people = this.#people.asReadonly();
  /** Own words that were not stored and can't be any more, oldest first. */
  readonly kept;
  /** What the device has of what is typed here and not stored. */
  readonly keeping = this.#keeping.asReadonly();
  /** Own text of an earlier time that is stored after all, the last one; null when there was none. */
  readonly merged = this.#merged.asReadonly();
  /** Counts changes of the text, by whomever. */
  readonly edits = this.#edits.asReadonly();
  /** Writing was refused again and again; the page must be loaded anew. */
  readonly unstable = this.#unstable.asReadonly();
  /** The document to show; null until it was received whole, and as soon as it may not be shown any more. */
  readonly text = computed(() => (this.#loaded() && !this.#hidden() ? this.#connection() : null));
  readonly canWrite = computed(() => {
    const { status, level } = this.#state();
    return (status === 'synced' || status === 'disconnected') && level !== null && level >= 2;
  });
  /** Something typed here is not stored. */
  readonly waiting = computed(() => {
    const { status, pending } = this.#state();
    // What could not be stored any more at the end is in `kept`.
    const underWay = status === 'connecting' || status === 'synced' || status === 'disconnected';
    return (underWay && pending > 0) || this.kept().length > 0;
  });

  constructor(private readonly options: LiveSectionOptions) {
    this.#connect = options.connect ?? connectHere;
    this.#kept = new KeptWords(options.device?.texts ?? null);
    this.kept = this.#kept.all;
    this.#leftovers = options.device === null ? null : this.#leftoversOn(options.device);
    addEventListener('online', this.#online);
    // A page that is closed was hidden first: the last moment in which something can still be written.
    addEventListener('visibilitychange', this.#flush);
    addEventListener('pagehide', this.#flush);
    this.#start();
  }

  /**
   * Tells whoever shows the text when it must leave the screen, before anything else happens.
   * @returns ends that
   */
  onWithdrawn(viewer: () => void): () => void {
    this.#viewers.add(viewer);
    return () => this.#viewers.delete(viewer);
  }

  /** Keeps words that did not enter the document, for example because they are too long. */
  keep(typed: string, why: UnstoredReason): void {
    void this.#kept.add(typed, why, { roomId: this.options.sectionId, path: this.options.device?.path ?? '' });
  }

  /** The person copied the words or does not need them. */
  discard(id: string): void {
    this.#kept.discard(id);
  }

  /**
   * The page learnt in another way that the right is gone: the text leaves the screen now. The connection learns it by
   * itself, and then tells which own words were not stored.
   */
  hide(): void {
    for (const viewer of this.#viewers) viewer();
    this.#hidden.set(true);
    this.#people.set([]);
    this.#connection()?.retryNow();
  }

  destroy(): void {
    removeEventListener('online', this.#online);
    removeEventListener('visibilitychange', this.#flush);
    removeEventListener('pagehide', this.#flush);
    this.#leave();
    this.#withdraw();
    this.#leftovers?.close();
    this.#viewers.clear();
    this.#kept.clear();
  }

  #start(): void {
    const connection = this.#connect(this.options.sectionId);
    this.#connection.set(connection);
    this.#keptId = randomId();
    this.#keeping.set('nothing');
    this.#keeper = this.#keeperOf(connection);
    connection.onChange((state) => this.#changed(connection, state));
    connection.doc.on('update', () => this.#edits.update((count) => count + 1));
    connection.awareness.on('change', () => {
      if (!this.#hidden())
        this.#people.set(presentPeople(connection.awareness.getStates().values(), this.options.ownPersonId));
    });
    this.#changed(connection, connection.state);
  }

  #changed(connection: LiveConnection, state: LiveState): void {
    if (this.#connection() !== connection) return;
    const arrived = state.status === 'synced' && this.#state().status !== 'synced';
    this.#state.set(state);
    if (isFinal(state.status)) void this.#ended(state);
    switch (state.status) {
      case 'synced':
        this.#loaded.set(true);
        if (!arrived) return;
        void this.options.device?.texts.prepare();
        void this.#leftovers?.offer(connection);
        return;
      case 'refused':
      case 'reset':
        this.#withdraw();
        this.#startAfresh();
        return;
      case 'gone':
        // A refusal a moment ago was the first sign of it.
        this.#kept.explain('other', 'right');
        this.#withdraw();
        return;
      case 'login-ended':
        this.#withdraw();
        return;
      default:
        return;
    }
  }

  /** What was not stored in the end: to copy; after a lost login it still waits for the next one. */
  async #ended(state: LiveState): Promise<void> {
    const id = this.#keptId;
    const why = state.status === 'login-ended' ? 'login' : reasonOf(state);
    const words = state.unstored?.trim() ?? '';
    if (words !== '') this.#kept.show({ id, words, why, at: Date.now(), onDevice: false });
    const keeper = this.#keeper;
    this.#keeper = null;
    await (why === 'login' ? keeper?.leave() : keeper?.settle(why));
    if (keeper?.keeping === 'kept') this.#kept.lies(id);
  }

  /** The page is left: the device keeps what is not stored, for the next time. */
  #leave(): void {
    const id = this.#keptId;
    void this.#keeper?.leave().then(() => this.options.device?.texts.release(id));
    this.#keeper = null;
  }

  #keeperOf(connection: LiveConnection): UnstoredKeeper | null {
    const { device, sectionId: roomId } = this.options;
    if (device === null) return null;
    const id = this.#keptId;
    const about = { roomId, path: device.path, historyId: device.historyId() };
    const told = (keeping: Keeping): void => {
      if (id === this.#keptId) this.#keeping.set(keeping);
    };
    return new UnstoredKeeper(connection, device.texts, { id, about, told });
  }

  #leftoversOn({ texts, askHistory }: DeviceOfSection): Leftovers {
    return new Leftovers(texts, {
      roomId: this.options.sectionId,
      history: askHistory,
      merged: (record) => this.#merged.set(record),
      lost: (id, { words, until }, why) => this.#kept.show({ id, words, why, at: until, onDevice: true }),
    });
  }

  #startAfresh(): void {
    const now = Date.now();
    this.#restarts.push(now);
    const recent = this.#restarts.filter((at) => now - at < recently).length;
    if (recent > mostRestarts) this.#unstable.set(true);
    // The old connection is still telling its listeners; the new one starts when that is done.
    else queueMicrotask(() => this.#start());
  }

  /** Takes text, names and undo history away: first from the screen, then from memory. */
  #withdraw(): void {
    for (const viewer of this.#viewers) viewer();
    this.#loaded.set(false);
    this.#people.set([]);
    const connection = this.#connection();
    this.#connection.set(null);
    connection?.destroy();
  }
}

const isFinal = (status: LiveState['status']): boolean =>
  status !== 'connecting' && status !== 'synced' && status !== 'disconnected';

function reasonOf({ status, refusal }: LiveState): UnstoredReason {
  if (refusal === 'too-large') return 'too-large';
  if (status === 'reset') return 'replaced';
  return refusal === 'right' || status === 'gone' ? 'right' : 'other';
}

function connectHere(sectionId: string): LiveConnection {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new LiveConnection({ url: `${scheme}://${location.host}/live/sections`, roomId: sectionId });
}
