import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
/** The first start makes a database cluster and all example plans, on a machine that does other things too. */
const PATIENCE = 120_000;

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Embedded PostgreSQL runs as another user when the tests run as root: both must be able to enter the folder. */
export async function newDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'samenplan-e2e-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Runs a program of the build, with exactly these settings and nothing else of this process. */
export function runBuilt(
  file: string,
  args: readonly string[],
  settings: NodeJS.ProcessEnv,
  options: { readonly detached?: boolean } = {},
): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', `dist/apps/${file}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...settings },
    ...options,
  });
}

/** Where the product can be reached, and where the local tools find its database. */
export interface Installation {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
}

/** What a program said, and how it ended. */
export interface Ending {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

export async function endOf(child: ChildProcess): Promise<Ending> {
  const said = { out: '', errors: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.errors += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, ...said };
}

/**
 * The started product: the built server as a process of its own, with embedded PostgreSQL, example data and the local
 * login, on a free port and a temporary data folder.
 */
export class Product implements Installation {
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly dataDir: string,
    private readonly settings: NodeJS.ProcessEnv,
  ) {}

  /** @throws Error with what the product said when it does not get ready */
  static async start(settings: NodeJS.ProcessEnv = {}): Promise<Product> {
    const product = new Product(await freePort(), await newDataFolder(), settings);
    await product.startAgain();
    return product;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Process id of the server; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#runs() ? this.#process?.pid : undefined;
  }

  /** Process id of PostgreSQL, as it writes it itself; undefined while it does not run. */
  async databasePid(): Promise<number | undefined> {
    const file = await readFile(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
    return file === '' ? undefined : Number(file.split('\n')[0]);
  }

  /** Starts on the same data folder; for use after {@link stop} or {@link kill}. */
  async startAgain(): Promise<void> {
    const child = runBuilt('api/main.js', [], {
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      DEV_IDP_MODULE: 'dist/apps/dev-idp/main.js',
      ...this.settings,
    });
    this.#process = child;
    await ready(child);
  }

  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null> {
    return this.#end('SIGINT');
  }

  /** `kill -9`: nothing gets a chance to tidy up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops the product and removes its data, also what a killed process left running. */
  async remove(): Promise<void> {
    if (!this.#runs()) await this.startAgain();
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  #runs(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || !this.#runs()) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }
}

/** Resolves when the product says that it is ready, which it does after it listens. */
export function ready(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${why}:\n${said}`));
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`The product is not ready after ${PATIENCE / 1000} s`);
    }, PATIENCE);
    const listen = (chunk: Buffer): void => {
      said = `${said}${chunk.toString()}`.slice(-20_000);
      if (!said.includes('Samenplan is ready')) return;
      clearTimeout(patience);
      resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(patience);
      fail(`The product ended with ${code}`);
    });
  });
}
