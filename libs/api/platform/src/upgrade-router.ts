import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Configuration, origins } from './configuration';
import { Log } from './logging';

/** Takes over the socket of an upgrade request: `ws` and socket.io both do. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * The one place where HTTP connections become WebSockets. An upgrade without an Origin of our own, or to an address
 * nobody registered, is answered and closed before any handler sees it.
 */
@Injectable()
export class UpgradeRouter {
  readonly #handlers = new Map<string, UpgradeHandler>();
  readonly #origins: ReadonlySet<string>;

  constructor(
    configuration: Configuration,
    private readonly log: Log,
  ) {
    this.#origins = new Set(origins(configuration));
  }

  /** `prefix` is a path such as `/live/sections`: it takes that path and everything below it. */
  register(prefix: string, handler: UpgradeHandler): void {
    if (this.#handlers.has(prefix)) throw new Error(`Upgrades of ${prefix} already have a handler`);
    this.#handlers.set(prefix, handler);
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#route(request, socket, head),
    );
  }

  #route(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A reset connection is an everyday event; without a listener it would end the process.
    socket.on('error', () => socket.destroy());
    const handler = this.#handlerOf(request.url ?? '');
    if (handler === undefined) return refuseUpgrade(socket, 404);
    if (!this.#origins.has(request.headers.origin ?? '')) return refuseUpgrade(socket, 403);
    try {
      handler(request, socket, head);
    } catch (error) {
      this.log.error('upgrade-failed', error);
      refuseUpgrade(socket, 500);
    }
  }

  #handlerOf(url: string): UpgradeHandler | undefined {
    const path = url.split('?', 1)[0] ?? '';
    for (const [prefix, handler] of this.#handlers)
      if (path === prefix || path.startsWith(`${prefix}/`)) return handler;
    return undefined;
  }
}

/** Answers an upgrade with a status and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
