import { closeCodes, encodeAnnounced, liveLimits, type CloseCode, type Refusal } from '@samenplan/shared/live-protocol';
import { monotonic } from './live-options';
import { onlyClientId, ownEntry, stamped, type Identity } from './presence';
import type { Claim } from './update-store';

/** One, and another after a collision; more is nobody honest. */
const MOST_ANNOUNCEMENTS = 20;

/** What presence needs of its session and its room. */
export interface PresenceOwner {
  isOpen(): boolean;
  /** It announces its client id; a plain y-websocket client does not. */
  readonly acknowledges: boolean;
  readonly identity: Identity;
  claim(clientId: number): Promise<Claim>;
  isShown(clientId: number): boolean;
  show(clientId: number, state: string): void;
  hide(): void;
  send(frame: Uint8Array): void;
  end(code: CloseCode, reason?: Refusal): void;
  /** A claim could not be made. */
  failed(error: unknown): void;
}

/**
 * The client id of one connection, and what it says about itself. Frames that come faster than `every` collapse to the
 * last one: who moves a caret fast is shown at its end, and nobody is closed for it.
 */
export class SessionPresence {
  /** The client id that presence shows; claimed. */
  #clientId: number | undefined;
  /** The last frame of presence before that. */
  #early: Uint8Array | undefined;
  #announcements = 0;
  #latest: Uint8Array | undefined;
  #lookedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  /** @param every milliseconds */
  constructor(
    private readonly owner: PresenceOwner,
    private readonly every: number,
  ) {}

  get clientId(): number | undefined {
    return this.#clientId;
  }

  async announced(clientId: number): Promise<void> {
    const { owner } = this;
    this.#announcements += 1;
    if (this.#announcements > MOST_ANNOUNCEMENTS) return owner.end(closeCodes.abuse, 'too-many-client-ids');
    // The document may be asked for while the claim is made; presence waits for it.
    try {
      const claim = await owner.claim(clientId);
      if (!owner.isOpen()) return;
      if (claim === 'too-many') return owner.end(closeCodes.abuse, 'too-many-client-ids');
      if (claim === 'own') this.#take(clientId);
      owner.send(encodeAnnounced(claim === 'own'));
      if (claim === 'own' && this.#early !== undefined) this.#look(this.#early);
      this.#early = undefined;
    } catch (error) {
      owner.failed(error);
      owner.end(closeCodes.noLease);
    }
  }

  received(entries: Uint8Array): void {
    if (entries.length > liveLimits.presence) return this.owner.end(closeCodes.tooLarge, 'too-large');
    if (this.#clientId === undefined) {
      if (!this.owner.acknowledges) return this.#introduced(entries);
      this.#early = entries.slice(); // Sent with the announcement: it waits for the claim.
      return;
    }
    const wait = this.#lookedAt + this.every - monotonic();
    if (wait <= 0 && this.#timer === undefined) return this.#look(entries);
    // The buffer of `ws` may be shared with other frames.
    this.#latest = entries.slice();
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const latest = this.#latest;
      this.#latest = undefined;
      if (latest !== undefined && this.owner.isOpen()) this.#look(latest);
    }, wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#latest = undefined;
  }

  #look(entries: Uint8Array): void {
    if (this.#clientId === undefined) return;
    this.#lookedAt = monotonic();
    const own = ownEntry(entries, this.#clientId);
    if (own === undefined) return;
    const state = own === 'malformed' ? undefined : stamped(own.state, this.owner.identity);
    if (state === undefined) return this.owner.end(closeCodes.malformed, 'malformed');
    this.owner.show(this.#clientId, state);
  }

  /** A plain client announces nothing: its first frame of presence holds itself only. */
  #introduced(entries: Uint8Array): void {
    const clientId = onlyClientId(entries);
    if (clientId === undefined || this.owner.isShown(clientId)) return;
    this.#announcements += 1;
    if (this.#announcements > MOST_ANNOUNCEMENTS) return; // Nobody is shown by it; text is claimed by itself.
    const copy = entries.slice();
    this.owner.claim(clientId).then(
      (claim) => {
        if (claim !== 'own' || !this.owner.isOpen() || this.#clientId !== undefined) return;
        this.#take(clientId);
        this.#look(copy);
      },
      (error: unknown) => this.owner.failed(error),
    );
  }

  #take(clientId: number): void {
    this.owner.hide();
    this.#clientId = clientId;
  }
}
