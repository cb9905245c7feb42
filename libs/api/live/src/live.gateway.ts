import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isDestroyed, refuseUpgrade, traceIdOf, type Log, type UpgradeRouter } from '@samenplan/api/platform';
import { closeCodes, liveLimits, offeredVersion, type CloseCode } from '@samenplan/shared/live-protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import { ConnectionCounts, type CountedConnection, type PersonShare } from './connection-counts';
import { logEnd } from './live-lines';
import type { LiveOptions } from './live-options';
import type { LiveLogins, LiveOrigin, LiveVisitor, RoomKind } from './room-kind';
import type { Rooms } from './rooms';
import { Session } from './session';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEEP_ALIVE_EVERY = 3_000;
/** Of one message: browsers split only what is far larger than a packet. */
const MOST_FRAGMENTS = 256;
/** Pieces in which an unfinished frame may lie in memory. */
const MOST_PIECES = 4_096;

export type GatewaySetup = {
  readonly rooms: Rooms;
  readonly kinds: readonly RoomKind[];
  readonly logins: LiveLogins;
  readonly options: LiveOptions;
  readonly log: Log;
  /** Where a connection comes from, seen through the proxy in front. */
  readonly addressOf: (request: IncomingMessage) => string | null;
};

type Door = { readonly kind: RoomKind; readonly roomId: string; readonly request: IncomingMessage };

/**
 * Takes WebSockets at `/live/<path of the kind>/<room id>` into their rooms. A room that does not exist and one that
 * somebody may not see are the same answer (4404) after the same work.
 */
export class LiveGateway {
  readonly #server = new WebSocketServer({
    noServer: true,
    // Above our own limit, so that a frame that is too large is answered with 4413; far larger ones get 1009 of `ws`.
    maxPayload: 2 * liveLimits.frame,
    maxFragments: MOST_FRAGMENTS,
    maxBufferedChunks: MOST_PIECES,
    perMessageDeflate: false,
    autoPong: false,
    clientTracking: false,
    handleProtocols: (offered) => offeredVersion(offered)?.name ?? false,
  });
  readonly #counts: ConnectionCounts;
  #draining = false;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(private readonly setup: GatewaySetup) {
    this.#counts = new ConnectionCounts(setup.options);
  }

  /** Connections of which nobody knows yet whose they are, and people that are remembered. */
  get counts(): Pick<ConnectionCounts, 'waiting' | 'persons'> {
    return this.#counts;
  }

  start(router: UpgradeRouter): void {
    const { rooms, kinds } = this.setup;
    for (const kind of kinds)
      router.register(`/live/${kind.path}`, (request, socket, head) => this.#upgrade(kind, request, socket, head));
    this.#keepAlive = setInterval(() => rooms.everySession((session) => session.keepAlive()), KEEP_ALIVE_EVERY);
    rooms.start();
  }

  /** Stores what is under way and sends everybody away. */
  async drain(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#keepAlive);
    await this.setup.rooms.drain();
  }

  #upgrade(kind: RoomKind, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const roomId = path.slice(`/live/${kind.path}/`.length);
    if (!UUID.test(roomId)) return refuseUpgrade(socket, 404);
    const connection = this.#draining ? undefined : this.#counts.open(this.setup.addressOf(request) ?? '');
    if (connection === undefined) {
      this.setup.rooms.metrics.turnedAway(this.#draining ? 'draining' : 'full');
      return refuseUpgrade(socket, 503);
    }
    socket.once('close', () => connection.closed());
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      // Nothing is read before the room is there; `ws` reports its own errors as a close.
      opened.pause();
      opened.on('error', () => undefined);
      void this.#letIn({ kind, roomId, request }, opened, connection);
    });
  }

  async #letIn(door: Door, socket: WebSocket, connection: CountedConnection): Promise<void> {
    const late = setTimeout(() => this.#turnAway(socket, closeCodes.noLease), this.setup.options.admitWithin);
    try {
      await this.#admit(door, socket);
    } catch (error) {
      this.setup.log.error('live-admission-failed', error, { traceId: traceIdOf(door.request) });
      // What was destroyed stays so; anything else may be over at the next attempt.
      this.#turnAway(socket, isDestroyed(error) ? closeCodes.rightGone : closeCodes.noLease);
    } finally {
      clearTimeout(late);
      connection.settled();
    }
  }

  async #admit(door: Door, socket: WebSocket): Promise<void> {
    const visitor = await this.setup.logins.visitorOf(door.request);
    // Closed meanwhile: its end was told already, and would never be counted.
    if (socket.readyState !== socket.OPEN) return;
    if (visitor === null) return this.#turnAway(socket, closeCodes.loginEnded);
    const entered = this.#counts.enter(visitor.personId);
    if (entered === undefined) return this.#turnAway(socket, closeCodes.abuse);
    socket.once('close', () => entered.left());
    await new Promise((resolve) => setTimeout(resolve, entered.share.openings.spend(1)));
    if (socket.readyState !== socket.OPEN) return;
    await this.#enter(door, socket, visitor, entered.share);
  }

  async #enter(
    { kind, roomId, request }: Door,
    socket: WebSocket,
    { traceId, address, ...visitor }: LiveVisitor & LiveOrigin,
    share: PersonShare,
  ): Promise<void> {
    const { rooms, options, log } = this.setup;
    const origin = { traceId, address };
    const decision = await rooms.desk.look({ roomId, personId: visitor.personId, loginId: visitor.sessionId });
    const { answer } = decision;
    if (!answer.loginAlive) return this.#turnAway(socket, closeCodes.loginEnded);
    if (answer.head === null || answer.head.kind !== kind.kind || answer.level === 0) {
      await kind.refuse({ ...origin, roomId, visitor });
      return this.#turnAway(socket, closeCodes.notFound);
    }
    const [room, introduction] = await Promise.all([
      rooms.open(roomId, answer.head.seq),
      kind.introduce(roomId, visitor),
    ]);
    const identity = { personId: visitor.personId, ...introduction };
    const clientVersion = offeredVersion([socket.protocol])?.version ?? null;
    await room.during(async () => {
      if (room.isFull) return this.#turnAway(socket, closeCodes.draining);
      const look = { ...origin, roomId, visitor };
      await kind.log({ ...look, action: 'read', why: answer.why, ruleId: answer.ruleId });
      if (room.closed || room.isFull || this.#draining) return this.#turnAway(socket, closeCodes.draining);
      if (socket.readyState !== socket.OPEN) return;
      const onEnd = logEnd(log, rooms.metrics, { traceId, roomId });
      const connection = { socket, stream: request.socket, clientVersion, share };
      room.enter(new Session({ ...connection, room, look, identity, decision, options, onEnd }));
      socket.resume();
    });
  }

  /** Before it was let in. */
  #turnAway(socket: WebSocket, code: CloseCode): void {
    if (socket.readyState !== socket.OPEN) return;
    this.setup.rooms.metrics.turnedAway(code);
    socket.resume();
    socket.close(code);
    setTimeout(() => socket.terminate(), 1_000).unref();
  }
}
