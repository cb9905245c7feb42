import * as decoding from 'lib0/decoding';
import { WebsocketProvider } from 'y-websocket';
import { closeCodes, isPermanent } from './close-codes';
import { ConnectionLedger } from './connection-ledger';
import { carriesUpdate, encodeAnnounce, messageTypes } from './frames';
import { liveLimits } from './limits';
import type { FinalStatus, LiveState } from './live-state';
import { fits, ownUnstored, type OwnUnstored } from './own-unstored';
import { ownTextSince } from './own-unstored-text';
import { refusalOf, type Refusal } from './refusals';
import { SUBPROTOCOL } from './schema-version';
import { announcing, type WebSocketClass } from './announcing-socket';
import { Awareness, Y } from './y';

export type LiveConnectionOptions = {
  /** Such as `wss://example.nl/live/sections`, without the id. */
  readonly url: string;
  readonly roomId: string;
  readonly WebSocket?: WebSocketClass;
  /** For tests: milliseconds until attempt `n` (from 0) to connect again. */
  readonly retryDelay?: (attempt: number) => number;
};

const WRITE = 2;
const READ = 1;
const finalStatusOf: Readonly<Record<number, FinalStatus>> = {
  [closeCodes.loginEnded]: 'login-ended',
  [closeCodes.rightGone]: 'gone',
  [closeCodes.notFound]: 'gone',
  [closeCodes.historyReplaced]: 'reset',
  [closeCodes.clientTooOld]: 'too-old',
  [closeCodes.abuse]: 'too-many',
};

/** Doubles from a third of a second to ten, of which a random half counts: after a restart not all come at once. */
const jittered = (attempt: number): number => Math.min(10_000, 300 * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * One document of one person, live. Wraps the standard y-websocket provider: announces the client id first, counts
 * what is stored, sends nothing at level read, and stops for good when the server says so. Framework-free.
 */
export class LiveConnection {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly #provider: WebsocketProvider;
  readonly #ledger: ConnectionLedger;
  readonly #listeners = new Set<(state: LiveState) => void>();
  readonly #adoptions = new Set<() => void>();
  readonly #retryDelay: (attempt: number) => number;
  #state: LiveState = {
    status: 'connecting',
    pending: 0,
    stored: false,
    level: null,
    fullness: 0,
    refusal: null,
    unstored: null,
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #refusal: Refusal | null = null;
  /** Of the history that the document belongs to; undefined before the first synchronisation. */
  #historyId: string | undefined;
  #ended = false;

  constructor({ url, roomId, WebSocket: given, retryDelay = jittered }: LiveConnectionOptions) {
    this.#retryDelay = retryDelay;
    this.#ledger = new ConnectionLedger(this.doc);
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => this.#entered(origin));
    this.#provider = new WebsocketProvider(url, roomId, this.doc, {
      awareness: this.awareness,
      connect: false,
      disableBc: true,
      protocols: [SUBPROTOCOL],
      shouldReconnect: () => false, // Ours, with jitter: see #closed.
      WebSocketPolyfill: announcing(given ?? WebSocket, {
        opened: () => {
          this.#ledger.connected();
          return encodeAnnounce(this.doc.clientID);
        },
        mayPass: (frame) => this.#mayPass(frame),
      }),
    });
    this.#handle();
    this.#provider.connect();
  }

  get state(): LiveState {
    return this.#state;
  }

  /** True when an edit may be made now. The editor asks this before anything enters the document. */
  get canEdit(): boolean {
    return !this.#ended && (this.#state.level ?? 0) >= WRITE;
  }

  /** Whether an edit that adds so many bytes may enter the document. */
  accepts(bytes: number): 'yes' | 'read-only' | 'too-large' | 'full' {
    if (!this.canEdit) return 'read-only';
    if (bytes > liveLimits.edit) return 'too-large';
    const used = (this.#state.fullness / 100) * liveLimits.document;
    return bytes > 0 && used + bytes > liveLimits.document ? 'full' : 'yes';
  }

  /** @returns ends the subscription */
  onChange(listener: (state: LiveState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What of this connection is not stored at this moment; null when everything is. */
  unstored(): OwnUnstored | null {
    if (this.#ledger.pending === 0) return null;
    return ownUnstored(this.doc, this.doc.clientID, this.#ledger.storedClock);
  }

  /**
   * Takes in what this person wrote earlier, under another client id, and what was not stored.
   * @returns `stored` once the server has all of it; `unfit` when what it hangs on is not here, and then nothing
   * happened; `ended` when this connection ended first
   */
  adopt(update: Uint8Array): Promise<'stored' | 'unfit' | 'ended'> {
    if (!this.canEdit || this.#state.status !== 'synced') return Promise.resolve('ended');
    if (!fits(this.doc, update)) return Promise.resolve('unfit');
    Y.applyUpdate(this.doc, update, this);
    const change = this.#ledger.changes;
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#ledger.storedChanges >= change) resolve('stored');
        else if (this.#ended) resolve('ended');
        else return;
        this.#adoptions.delete(look);
      };
      this.#adoptions.add(look);
      look();
    });
  }

  /** Connects now instead of at the next attempt, for example when the device is online again. */
  retryNow(): void {
    if (this.#ended || this.#provider.ws !== null) return;
    clearTimeout(this.#timer);
    this.#provider.connect();
  }

  /** Ends the connection and destroys the document. To start afresh, make a new LiveConnection after this. */
  destroy(): void {
    this.#stop();
    this.#listeners.clear();
    this.awareness.destroy();
    this.doc.destroy();
  }

  #handle(): void {
    const handlers = this.#provider.messageHandlers;
    handlers[messageTypes.stored] = (_reply, decoder) => {
      this.#ledger.stored(decoding.readVarUint(decoder));
      this.#publish({});
      for (const look of this.#adoptions) look();
    };
    handlers[messageTypes.announced] = (_reply, decoder) => {
      if (decoding.readVarUint(decoder) === 0) this.#takeNewClientId();
    };
    handlers[messageTypes.history] = (_reply, decoder) => this.#belongs(decoding.readVarString(decoder));
    handlers[messageTypes.level] = (_reply, decoder) => this.#levelled(decoding.readVarUint(decoder));
    handlers[messageTypes.fullness] = (_reply, decoder) => this.#publish({ fullness: decoding.readVarUint(decoder) });
    handlers[messageTypes.refused] = (_reply, decoder) => {
      this.#refusal = refusalOf(decoding.readVarUint(decoder));
    };
    this.#provider.on('sync', (synced) => {
      if (!synced) return;
      this.#attempt = 0;
      this.#publish({ status: 'synced' });
    });
    this.#provider.on('closed', ({ code }) => this.#closed(code));
    this.#provider.on('status', ({ status }) => {
      if (status === 'disconnected' && this.#state.status === 'synced') this.#publish({ status: 'disconnected' });
    });
  }

  /** Something entered the document that did not come from the server. */
  #entered(origin: unknown): void {
    // At level read Yjs itself still tidies up formatting; nobody waits for that.
    if (origin === this.#provider || !this.canEdit) return;
    this.#ledger.changed();
    this.#publish({});
  }

  #mayPass(frame: Uint8Array): boolean {
    const carries = carriesUpdate(frame);
    if (carries === undefined) return true;
    if (carries === 'complete') this.#ledger.answered();
    if (!this.canEdit) return false;
    // The answer to the server's own request carries what was written before it.
    if (carries === 'update' && !this.#ledger.offered) return false;
    if (frame.length > liveLimits.frame) {
      this.#refusal = 'too-large';
      queueMicrotask(() => this.#end('refused'));
      return false;
    }
    this.#ledger.sent();
    return true;
  }

  /** Comes before the server asks for anything: nothing of an older history is sent into a newer one. */
  #belongs(historyId: string): void {
    this.#historyId ??= historyId;
    if (this.#historyId !== historyId) this.#end('reset');
  }

  #levelled(level: number): void {
    // What was written without a connection can't be stored any more.
    if (level < WRITE && this.#ledger.pending > 0) {
      this.#refusal ??= 'right';
      this.#publish({ level });
      this.#end(level >= READ ? 'refused' : 'gone');
      return;
    }
    this.#publish({ level });
  }

  /** Another person has this id in this room. Before anything was written under it, another one is as good. */
  #takeNewClientId(): void {
    if (Y.getState(this.doc.store, this.doc.clientID) > 0) {
      this.#refusal = 'foreign-client-id';
      this.#end('refused');
      return;
    }
    const shown = this.awareness.getLocalState();
    this.awareness.setLocalState(null);
    this.doc.clientID = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    this.awareness.clientID = this.doc.clientID;
    this.#provider.ws?.send(encodeAnnounce(this.doc.clientID));
    this.awareness.setLocalState(shown);
  }

  #closed(code: number): void {
    if (this.#ended) return;
    if (this.#refusal !== null || isPermanent(code)) {
      // With a reason it is about an edit; without one about the connection itself.
      const status = finalStatusOf[code] ?? 'refused';
      this.#end(status === 'too-many' && this.#refusal !== null ? 'refused' : status);
      return;
    }
    this.#publish({ status: this.#state.status === 'connecting' ? 'connecting' : 'disconnected' });
    const attempt = this.#attempt;
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.retryNow(), this.#retryDelay(attempt));
  }

  #end(status: FinalStatus): void {
    if (this.#ended) return;
    const lost = this.#ledger.pending > 0;
    const text = lost ? ownTextSince(this.doc, this.doc.clientID, this.#ledger.storedClock) : '';
    this.#stop();
    const refusal = this.#refusal ?? (status === 'refused' ? 'malformed' : null);
    this.#publish({ status, refusal, unstored: text === '' ? null : text });
  }

  #stop(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#provider.destroy();
    for (const look of this.#adoptions) look();
  }

  #publish(change: Partial<LiveState>): void {
    const status = change.status ?? this.#state.status;
    const pending = this.#ledger.pending;
    const next = { ...this.#state, ...change, status, pending, stored: status === 'synced' && pending === 0 };
    const keys: (keyof LiveState)[] = ['status', 'pending', 'stored', 'level', 'fullness', 'refusal', 'unstored'];
    if (keys.every((key) => next[key] === this.#state[key])) return;
    this.#state = next;
    for (const listener of this.#listeners) listener(next);
  }
}
