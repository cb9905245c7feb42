import { randomUUID } from 'node:crypto';
import type { Bus, Encryption, LivePool } from '@samenplan/api/platform';
import { z } from 'zod';
import { presenceMessage, type PresenceMessage } from './presence-ledger';
import type { PresencePost } from './room-presence';
import type { Rooms } from './rooms';

const TOPIC = 'presence';
/** Characters of a sealed message. */
const LONGEST = 524_288;
/** Messages that are being opened at one time; what comes on top of it is told again soon. */
const MOST_OPENING = 100;
const TICK = 1_000;

const letter = z.object({ roomId: z.uuid(), sealed: z.base64().max(LONGEST) });
const purposeOf = (roomId: string): string => `presence:${roomId}`;

/**
 * Names and carets for people of the same room on other instances: over the bus, sealed with the key of the room. The
 * seal proves that an instance of ours said it, about this room; anything else on the topic does nothing.
 */
export class SharedPresence implements PresencePost {
  readonly instance = randomUUID();
  readonly #underWay = new Set<Promise<void>>();
  #opening = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly encryption: Encryption,
    private readonly pool: LivePool,
    private readonly report: (event: string, error: unknown) => void,
  ) {}

  get isShared(): boolean {
    return this.bus.isShared;
  }

  async start(rooms: Rooms): Promise<void> {
    if (!this.isShared) return;
    await this.bus.subscribe(TOPIC, (message) => this.#take(rooms, message));
    this.#timer = setInterval(() => rooms.everyRoom((room) => room.presence.tick()), TICK);
  }

  /** Resolves when all that was said is on its way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
  }

  async send({ id, keyId }: { readonly id: string; readonly keyId: string }, message: PresenceMessage): Promise<void> {
    const sending = this.#send(id, keyId, message);
    this.#underWay.add(sending);
    await sending;
    this.#underWay.delete(sending);
  }

  async #send(roomId: string, keyId: string, message: PresenceMessage): Promise<void> {
    try {
      const sealed = await this.encryption.sealJson(this.pool, keyId, purposeOf(roomId), message);
      this.bus.publish(TOPIC, { roomId, sealed: sealed.toString('base64') });
    } catch (error) {
      this.report('presence-not-told', error); // Its key is gone or can't be had: nobody hears of them.
    }
  }

  async #take(rooms: Rooms, message: unknown): Promise<void> {
    const { data } = letter.safeParse(message);
    const room = data === undefined ? undefined : rooms.find(data.roomId);
    if (data === undefined || room === undefined || this.#opening >= MOST_OPENING) return;
    const sealed = Buffer.from(data.sealed, 'base64');
    // Under another key it is not about this room; nor may it make this process look up keys.
    if (this.encryption.keyIdOf(sealed) !== room.document.keyId) return;
    this.#opening += 1;
    try {
      const opened = await this.encryption.openJson(this.pool, purposeOf(room.id), sealed);
      const parsed = presenceMessage.safeParse(opened);
      if (parsed.success && !room.closed) room.presence.received(parsed.data);
    } catch (error) {
      this.report('presence-not-read', error);
    } finally {
      this.#opening -= 1;
    }
  }
}
