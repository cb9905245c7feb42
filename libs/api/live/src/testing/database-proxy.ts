import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the engine and PostgreSQL, to take the database away or to swallow the answer to a commit. */
export class DatabaseProxy {
  readonly #server: Server;
  readonly #pairs = new Set<{ near: Socket; far: Socket }>();
  #cut = false;
  #frozen = false;
  #swallowCommit: (() => void) | undefined;

  private constructor(private readonly target: URL) {
    this.#server = createServer((near) => this.#connect(near));
  }

  static async start(url: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(new URL(url));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The same database, through this proxy. */
  get url(): string {
    const url = new URL(this.target.href);
    url.host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    url.searchParams.delete('host');
    return url.href;
  }

  /** The database can't be reached any more. */
  cut(): void {
    this.#cut = true;
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  restore(): void {
    this.#cut = false;
  }

  /** Nothing gets through any more, and nobody is told; {@link thaw} lets everything on its way go on. */
  freeze(): void {
    this.#frozen = true;
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.pause();
  }

  thaw(): void {
    this.#frozen = false;
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.resume();
  }

  /** The next commit reaches the database, its answer never comes back. Resolves when that happened. */
  async swallowNextCommit(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#swallowCommit = resolve;
    });
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #connect(near: Socket): void {
    if (this.#cut) {
      near.destroy();
      return;
    }
    const host = this.target.searchParams.get('host');
    const port = Number(this.target.port || 5432);
    const far =
      host?.startsWith('/') === true ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, this.target.hostname);
    const pair = { near, far };
    this.#pairs.add(pair);
    let swallowing = false;
    near.on('data', (data) => {
      if (this.#swallowCommit !== undefined && data.includes('live-store')) swallowing = true;
      far.write(data);
    });
    far.on('data', (data) => {
      if (!swallowing) return void near.write(data);
      const done = this.#swallowCommit;
      this.#swallowCommit = undefined;
      near.destroy();
      done?.();
    });
    if (this.#frozen) for (const socket of [near, far]) socket.pause();
    for (const socket of [near, far]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }
}
