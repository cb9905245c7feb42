import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProxyServer, proxyUpgrade } from 'httpxy';

const LOOK_EVERY = 250;
/** An instance that does not say within this time that it is ready gets nothing new. */
const LOOK_PATIENCE = 1_000;
/** Its sessions live in the memory of one process: the first that lives, whoever asks. */
const FIRST_ONLY = '/dev-idp';

export interface ReverseProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Divides requests and WebSockets over the instances that are ready, in turn and without stickiness. One that does not
 * accept the connection is passed over, whatever was asked: nothing has been sent to it yet.
 * @param ports of the instances, on 127.0.0.1, in order
 */
export async function startReverseProxy(ports: readonly number[], port: number): Promise<ReverseProxy> {
  const targets = new Targets(ports);
  const proxy = createProxyServer({ agent: false });
  const server = createServer((request, response) => void forward(request, response));
  const sockets = new Set<Duplex>();

  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = await targets.next(request.url ?? '');
    if (target === undefined) {
      response.writeHead(503, { 'Retry-After': '1' }).end();
      return;
    }
    try {
      await proxy.web(request, response, { target: `http://127.0.0.1:${target}` });
    } catch {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end(); // It ended under way: whether it did what was asked, nobody knows.
    }
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    const target = await targets.next(request.url ?? '');
    if (target === undefined || socket.destroyed) return void socket.end('HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n');
    try {
      const other = await proxyUpgrade(`http://127.0.0.1:${target}`, request, asSocket(socket), head, { xfwd: false });
      // A pipe does not tell one side that the other is gone without a goodbye.
      other.once('close', () => socket.destroy());
      socket.once('close', () => other.destroy());
      if (socket.destroyed) other.destroy();
    } catch {
      socket.end(); // Refused by the instance, which has answered; or gone.
    }
  }

  server.on('upgrade', (request, socket: Duplex, head: Buffer) => void upgrade(request, socket, head));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  await targets.look();
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      targets.stop();
      for (const socket of sockets) socket.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Which instances can be sent something, and whose turn it is. */
class Targets {
  readonly #ready = new Set<number>();
  readonly #ports: readonly number[];
  readonly #timer: NodeJS.Timeout;
  #turn = 0;

  constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY);
  }

  /** @returns undefined when nobody is there */
  async next(url: string): Promise<number | undefined> {
    if (!url.startsWith(FIRST_ONLY)) this.#turn += 1;
    const start = url.startsWith(FIRST_ONLY) ? 0 : this.#turn;
    for (let n = 0; n < this.#ports.length; n += 1) {
      const port = this.#ports[(start + n) % this.#ports.length];
      if (port !== undefined && this.#ready.has(port) && (await accepts(port))) return port;
    }
    return undefined;
  }

  async look(): Promise<void> {
    await Promise.all(
      this.#ports.map(async (port) => {
        if (await isReady(port)) this.#ready.add(port);
        else this.#ready.delete(port);
      }),
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(LOOK_PATIENCE);
    return (await fetch(`http://127.0.0.1:${port}/health/ready`, { signal })).ok;
  } catch {
    return false; // Not there, or too slow: the others are asked.
  }
}

/** A frozen instance accepts too; that it is not ready shows soon. */
async function accepts(port: number): Promise<boolean> {
  const probe = connect({ port, host: '127.0.0.1' });
  try {
    await once(probe, 'connect');
    return true;
  } catch {
    return false; // Refused: the next one is tried.
  } finally {
    probe.destroy();
  }
}

/** `upgrade` of an HTTP server gives a socket; its type says less. */
const asSocket = (socket: Duplex): Parameters<typeof proxyUpgrade>[2] => socket as Parameters<typeof proxyUpgrade>[2];
