import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Server, type Socket } from 'socket.io';
import { appEventName, type AppEvent } from '@samenplan/shared/contracts';
import { Bus, Clock, Configuration, Log, RateLimit, UpgradeRouter } from '@samenplan/api/platform';
import { eventsOverRedis } from './events-over-redis';
import { LOGIN_ENDED, Logins } from './logins';
import { addressOf, type Visitor } from './visitor';

const MOST_PER_PERSON = 20;
/** Clients say nothing here. */
const MOST_BYTES = 4_096;
const CHECK_MILLISECONDS = 1_000;
const attempts = { burst: 300, perMinute: 600 };

/**
 * Application events over socket.io: kinds and ids to the people they are for, on every instance. Who that is, is
 * decided when an event is sent. A socket belongs to one login and ends with it, within seconds also when no message
 * says so.
 */
@Injectable()
export class AppEvents implements OnModuleInit, BeforeApplicationShutdown {
  readonly #io: Server;
  readonly #visitors = new WeakMap<IncomingMessage, Visitor>();
  readonly #sockets = new Map<Socket, Visitor>();
  /** Connections by person. */
  readonly #connections = new Map<string, number>();
  readonly #limit: RateLimit;
  #timer: NodeJS.Timeout | undefined;
  #checking = false;
  #unsubscribe: () => void = () => undefined;
  readonly #redis: ReturnType<typeof eventsOverRedis> | undefined;

  constructor(
    private readonly logins: Logins,
    private readonly bus: Bus,
    private readonly upgrades: UpgradeRouter,
    private readonly log: Log,
    private readonly configuration: Configuration,
    clock: Clock,
  ) {
    this.#limit = new RateLimit(clock, attempts);
    // A server that never listens: upgrades come from the one router, and there is no polling to answer.
    const silent = createServer();
    this.#io = new Server(silent, {
      path: '/socket.io',
      transports: ['websocket'],
      destroyUpgrade: false,
      serveClient: false,
      maxHttpBufferSize: MOST_BYTES,
      perMessageDeflate: false,
      connectTimeout: 10_000,
      allowRequest: (request, decide) => void this.#admit(request, decide),
    });
    if (configuration.redisUrl !== undefined) {
      this.#redis = eventsOverRedis(configuration.redisUrl);
      this.#io.adapter(this.#redis.adapter);
    }
    this.upgrades.register('/socket.io', (request, socket, head) => silent.emit('upgrade', request, socket, head));
  }

  async onModuleInit(): Promise<void> {
    this.#io.on('connection', (socket) => this.#welcome(socket));
    // Only a hint: whether a login has ended, the database says.
    this.#unsubscribe = await this.bus.subscribe(LOGIN_ENDED, () => this.#check());
    this.#timer = setInterval(() => void this.#check(), CHECK_MILLISECONDS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#unsubscribe();
    await this.#io.close();
    this.#redis?.close();
  }

  /** Sends an event to every open socket of these people, on every instance. A hint: nothing may depend on it. */
  emitTo(personIds: readonly string[], event: AppEvent): void {
    if (personIds.length > 0) this.#io.to(personIds.map(roomOf)).emit(appEventName, event);
  }

  /** Before the connection becomes a socket: a login of ours, and not too many of them. */
  async #admit(request: IncomingMessage, decide: (error: string | null, success: boolean) => void): Promise<void> {
    try {
      const early = this.#limit.take(addressOf(request, this.configuration.mode === 'production') ?? '') > 0;
      const visitor = early ? null : await this.logins.visitorOf(request);
      const allowed = visitor !== null && this.#count(visitor.personId, request.socket);
      if (allowed) this.#visitors.set(request, visitor);
      decide(allowed ? null : 'refused', allowed);
    } catch (error) {
      this.log.error('app-events-unavailable', error);
      decide('unavailable', false);
    }
  }

  #welcome(socket: Socket): void {
    const visitor = this.#visitors.get(socket.request);
    if (visitor === undefined) {
      socket.disconnect(true);
      return;
    }
    this.#sockets.set(socket, visitor);
    socket.once('disconnect', () => this.#sockets.delete(socket));
    void socket.join(roomOf(visitor.personId));
  }

  /** The lease: a socket stays only while its login can be seen in the database. */
  async #check(): Promise<void> {
    // One look at a time, however many hints come; a hint during a look waits for the next one, within the second.
    if (this.#checking) return;
    const sessionIds = [...new Set([...this.#sockets.values()].map(({ sessionId }) => sessionId))];
    if (sessionIds.length === 0) return;
    this.#checking = true;
    try {
      this.#end(await this.logins.endedAmong(sessionIds));
    } catch (error) {
      this.log.error('app-events-lease-lost', error);
      for (const socket of this.#sockets.keys()) socket.disconnect(true);
    } finally {
      this.#checking = false;
    }
  }

  #end(sessionIds: readonly string[]): void {
    for (const [socket, { sessionId }] of this.#sockets)
      if (sessionIds.includes(sessionId)) {
        socket.emit(appEventName, { kind: 'login-ended' } satisfies AppEvent);
        socket.disconnect(true);
      }
  }

  /** Counted from here, not from the first word of socket.io: who never says it holds a place too. */
  #count(personId: string, connection: EventEmitter): boolean {
    const open = this.#connections.get(personId) ?? 0;
    if (open >= MOST_PER_PERSON) return false;
    this.#connections.set(personId, open + 1);
    connection.once('close', () => {
      const left = (this.#connections.get(personId) ?? 1) - 1;
      if (left === 0) this.#connections.delete(personId);
      else this.#connections.set(personId, left);
    });
    return true;
  }
}

const roomOf = (personId: string): string => `person:${personId}`;
