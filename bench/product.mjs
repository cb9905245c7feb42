// The built product on a data folder of its own, with its embedded database.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { round } from './figures.mjs';
import { nodeFlags } from '../tools/node-flags.mjs';
import { ended } from './processes.mjs';

const root = join(import.meta.dirname, '..');
/** Such as BENCH_NODE_FLAGS='--cpu-prof'. */
const profiling = (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean);

export class Product {
  url;
  #dataDir = mkdtempSync(join(tmpdir(), 'samenplan-bench-'));
  #env;
  #process;

  static async prepare() {
    const product = new Product();
    chmodSync(product.#dataDir, 0o755); // Started by root, PostgreSQL runs as another user and must be able to enter.
    const port = await freePort();
    product.url = `http://localhost:${port}`;
    product.#env = {
      ...process.env,
      PORT: String(port),
      DATA_DIR: product.#dataDir,
      DEV_IDP_MODULE: 'dist/apps/dev-idp/main.js',
      LOG_LEVEL: 'warn',
    };
    return product;
  }

  get pid() {
    return this.#process.pid;
  }

  /** Process id of the embedded PostgreSQL. */
  get databasePid() {
    return Number(readFileSync(join(this.#dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** The embedded database, as its owner. */
  get databaseUrl() {
    return JSON.parse(readFileSync(join(this.#dataDir, 'running.json'), 'utf8')).ownerUrl;
  }

  /** @returns how many seconds it took to be ready */
  async start() {
    const begin = performance.now();
    this.#process = spawn(process.execPath, [...nodeFlags, ...profiling, 'dist/apps/api/main.js'], {
      cwd: root,
      env: this.#env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    while (!(await fetch(`${this.url}/health/ready`).catch(() => undefined))?.ok) {
      if (this.#process.exitCode !== null) throw new Error(`the product ended with ${this.#process.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return round((performance.now() - begin) / 1000, 2);
  }

  async stop() {
    if (this.#process !== undefined) await ended(this.#process, 'SIGINT');
  }

  remove() {
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** @returns the lines that a local tool of the product prints */
  tool(name, ...values) {
    const made = spawnSync(process.execPath, [`dist/apps/api/local/${name}.js`, ...values.map(String)], {
      cwd: root,
      env: this.#env,
      maxBuffer: 2 ** 27,
    });
    if (made.status !== 0) throw new Error(made.stderr.toString());
    return made.stdout.toString().trim().split('\n');
  }

  /** New sections that the same new people may all write in, one place per person and section. */
  rooms(sections, people) {
    return this.tool('bench-rooms', sections, people)
      .map((line) => line.split('\t'))
      .map(([room, cookie]) => ({ room, cookie }));
  }

  /** Reads from the API as somebody. */
  async get(path, cookie) {
    const answer = await fetch(this.url + path, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
