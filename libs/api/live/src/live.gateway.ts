import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuseUpgrade, type UpgradeRouter } from '@samenplan/api/platform';
import { closeCodes, liveLimits, offeredVersion, type CloseCode } from '@samenplan/shared/live-protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LiveOptions } from './live-options';
import type { LiveLogins, LiveOrigin, LiveVisitor, RoomKind } from './room-kind';
import type { Rooms } from './rooms';
import { Session } from './session';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEEP_ALIVE_EVERY = 3_000;

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
    perMessageDeflate: false,
    handleProtocols: (offered) => offeredVersion(offered)?.name ?? false,
  });
  readonly #addresses = new Map<string, number>();
  readonly #persons = new Map<string, number>();
  #connections = 0;
  #draining = false;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(
    private readonly rooms: Rooms,
    private readonly kinds: readonly RoomKind[],
    private readonly logins: LiveLogins,
    private readonly options: LiveOptions,
    private readonly report: (event: string, error: unknown) => void,
  ) {}

  start(router: UpgradeRouter): void {
    for (const kind of this.kinds)
      router.register(`/live/${kind.path}`, (request, socket, head) => this.#upgrade(kind, request, socket, head));
    this.#keepAlive = setInterval(() => this.rooms.everySession((session) => session.keepAlive()), KEEP_ALIVE_EVERY);
    this.rooms.start();
  }

  /** Stores what is under way and sends everybody away. */
  async drain(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#keepAlive);
    await this.rooms.drain();
  }

  #upgrade(kind: RoomKind, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const roomId = path.slice(`/live/${kind.path}/`.length);
    if (!UUID.test(roomId)) return refuseUpgrade(socket, 404);
    const leave = this.#count(request.socket.remoteAddress ?? '');
    if (leave === undefined) return refuseUpgrade(socket, 503);
    socket.once('close', leave);
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      // Nothing is read before the room is there; `ws` reports its own errors as a close.
      opened.pause();
      opened.on('error', () => undefined);
      this.#admit({ kind, roomId, request }, opened).catch((error: unknown) => {
        this.report('live-admission-failed', error);
        turnAway(opened, closeCodes.noLease);
      });
    });
  }

  /** Before any login is looked up. @returns how to stop counting, or undefined when there are too many */
  #count(address: string): (() => void) | undefined {
    const { mostConnections, mostConnectionsPerAddress } = this.options;
    const isProxy = /^(::1|(::ffff:)?127\.)/.test(address);
    const most = isProxy ? mostConnections : mostConnectionsPerAddress;
    if (this.#draining || this.#connections >= mostConnections || (this.#addresses.get(address) ?? 0) >= most)
      return undefined;
    this.#connections += 1;
    count(this.#addresses, address, 1);
    return () => {
      this.#connections -= 1;
      count(this.#addresses, address, -1);
    };
  }

  async #admit(door: Door, socket: WebSocket): Promise<void> {
    const visitor = await this.logins.visitorOf(door.request);
    if (visitor === null) return turnAway(socket, closeCodes.loginEnded);
    if ((this.#persons.get(visitor.personId) ?? 0) >= this.options.mostConnectionsPerPerson)
      return turnAway(socket, closeCodes.abuse);
    count(this.#persons, visitor.personId, 1);
    socket.once('close', () => count(this.#persons, visitor.personId, -1));
    await this.#enter(door, socket, visitor);
  }

  async #enter(
    { kind, roomId }: Door,
    socket: WebSocket,
    { traceId, address, ...visitor }: LiveVisitor & LiveOrigin,
  ): Promise<void> {
    const origin = { traceId, address };
    const decision = await this.rooms.desk.look({ roomId, personId: visitor.personId, loginId: visitor.sessionId });
    const { answer } = decision;
    if (!answer.loginAlive) return turnAway(socket, closeCodes.loginEnded);
    if (answer.head === null || answer.head.kind !== kind.kind || answer.level === 0) {
      await kind.refuse({ ...origin, roomId, visitor });
      return turnAway(socket, closeCodes.notFound);
    }
    const [room, introduction] = await Promise.all([
      this.rooms.open(roomId, answer.head.seq),
      kind.introduce(roomId, visitor),
    ]);
    if (room.isFull) return turnAway(socket, closeCodes.draining);
    const identity = { personId: visitor.personId, ...introduction };
    const clientVersion = offeredVersion([socket.protocol])?.version ?? null;
    await room.during(async () => {
      const look = { ...origin, roomId, visitor };
      await kind.log({ ...look, action: 'read', why: answer.why, ruleId: answer.ruleId });
      if (room.closed || this.#draining) return turnAway(socket, closeCodes.draining);
      if (socket.readyState !== socket.OPEN) return;
      room.enter(new Session({ socket, room, look, identity, decision, clientVersion, options: this.options }));
      socket.resume();
    });
  }
}

function turnAway(socket: WebSocket, code: CloseCode): void {
  socket.resume();
  socket.close(code);
  setTimeout(() => socket.terminate(), 1_000).unref();
}

function count(counts: Map<string, number>, key: string, by: number): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum <= 0) counts.delete(key);
  else counts.set(key, sum);
}
