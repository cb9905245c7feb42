import { computed, signal } from '@angular/core';
import { LiveConnection, type LiveState } from '@samenplan/shared/live-protocol';
import { presentPeople, type PresentPerson } from './live-people';

export interface LiveSectionOptions {
  readonly sectionId: string;
  /** Person of this tab, who is not listed as being here too; null when unknown. */
  readonly ownPersonId: string | null;
  /** For tests; otherwise the server that this page came from. */
  readonly connect?: (sectionId: string) => LiveConnection;
}

/** Own words that did not get into the text, and why. */
export interface Kept {
  readonly words: string;
  readonly why: 'right' | 'too-large' | 'other';
}

const before: LiveState = {
  status: 'connecting',
  pending: 0,
  stored: false,
  level: null,
  refusal: null,
  unstored: null,
};

/** A refusal leads to a fresh start; this many in {@link recently} milliseconds mean that something else is wrong. */
const mostRestarts = 3;
const recently = 60_000;

/**
 * The text of one section on this screen, as long as the page is open. Survives refusals by starting afresh with a new
 * document; what was not stored is kept as plain words in `kept` and never put back by itself. When the right or the
 * login is gone, whoever shows the text is told at once, in the same turn.
 */
export class LiveSection {
  readonly #connection = signal<LiveConnection | null>(null);
  readonly #state = signal<LiveState>(before);
  readonly #loaded = signal(false);
  readonly #people = signal<readonly PresentPerson[]>([]);
  readonly #kept = signal<readonly Kept[]>([]);
  readonly #edits = signal(0);
  readonly #unstable = signal(false);
  readonly #hidden = signal(false);
  readonly #viewers = new Set<() => void>();
  readonly #restarts: number[] = [];
  readonly #connect: (sectionId: string) => LiveConnection;
  readonly #online = (): void => this.#connection()?.retryNow();

  readonly state = this.#state.asReadonly();
  /** Others who have this section open. */
  readonly people = this.#people.asReadonly();
  /** Own words that were not stored and can't be any more, oldest first. */
  readonly kept = this.#kept.asReadonly();
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
    return (underWay && pending > 0) || this.#kept().length > 0;
  });

  constructor(private readonly options: LiveSectionOptions) {
    this.#connect = options.connect ?? connectHere;
    addEventListener('online', this.#online);
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
  keep(typed: string, why: Kept['why']): void {
    const words = typed.trim();
    if (words !== '') this.#kept.update((all) => [...all, { words, why }]);
  }

  /** The person copied the words or does not need them. */
  discard(index: number): void {
    this.#kept.update((all) => all.filter((_, at) => at !== index));
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
    this.#withdraw();
    this.#viewers.clear();
    this.#kept.set([]);
  }

  #start(): void {
    const connection = this.#connect(this.options.sectionId);
    this.#connection.set(connection);
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
    this.#state.set(state);
    if (state.unstored !== null) this.keep(state.unstored, reasonOf(state));
    switch (state.status) {
      case 'synced':
        this.#loaded.set(true);
        return;
      case 'refused':
      case 'reset':
        this.#withdraw();
        this.#startAfresh();
        return;
      case 'gone':
        // A refusal a moment ago was the first sign of it.
        this.#kept.update((all) => all.map((one) => (one.why === 'other' ? { ...one, why: 'right' } : one)));
        this.#withdraw();
        return;
      case 'login-ended':
        this.#withdraw();
        return;
      default:
        return;
    }
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

function reasonOf({ status, refusal }: LiveState): Kept['why'] {
  if (refusal === 'too-large') return 'too-large';
  return refusal === 'right' || status === 'gone' ? 'right' : 'other';
}

function connectHere(sectionId: string): LiveConnection {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return new LiveConnection({ url: `${scheme}://${location.host}/live/sections`, roomId: sectionId });
}
