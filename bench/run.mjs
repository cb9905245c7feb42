// `npm run bench`: measures the built product on this machine and prints one JSON document.
// Numbers of one run belong together; between runs the machine's noise is larger than most differences.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseload } from './caseload.mjs';
import { machine, round } from './figures.mjs';
import { liveLoad } from './live-load.mjs';
import { webSize } from './web-size.mjs';

const root = join(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'samenplan-bench-'));
chmodSync(dataDir, 0o755); // Started by root, PostgreSQL runs as another user and must be able to enter.
const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = probe.address();
    probe.close(() => resolve(free));
  });
});
const url = `http://localhost:${port}`;
const env = {
  ...process.env,
  PORT: String(port),
  DATA_DIR: dataDir,
  DEV_IDP_MODULE: 'dist/apps/dev-idp/main.js',
  LOG_LEVEL: 'warn',
};

/** @returns the process and how many seconds it took to be ready */
async function start() {
  const begin = performance.now();
  const product = spawn(process.execPath, ['dist/apps/api/main.js'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await fetch(`${url}/health/ready`).catch(() => undefined))?.ok) {
    if (product.exitCode !== null) throw new Error(`the product ended with ${product.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { product, seconds: round((performance.now() - begin) / 1000, 2) };
}

const stop = (product) =>
  new Promise((resolve) => {
    product.once('exit', resolve);
    product.kill('SIGINT');
  });

/** @returns the lines that a local tool of the product prints */
function tool(name, ...values) {
  const made = spawnSync(process.execPath, [`dist/apps/api/local/${name}.js`, ...values.map(String)], {
    cwd: root,
    env,
  });
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return made.stdout.toString().trim().split('\n');
}

const rooms = (sections, people) =>
  tool('bench-rooms', sections, people)
    .map((line) => line.split('\t'))
    .map(([section, cookie]) => ({ section, cookie }));

const PLANS = 300;

const first = await start();
let reader;
try {
  [reader] = tool('bench-caseload', PLANS);
} finally {
  await stop(first.product);
}
// Started anew: no key of a plan is at hand.
const { product, seconds } = await start();
try {
  const caseload300Milliseconds = await caseload(url, reader, PLANS);
  const alone = await liveLoad(url, rooms(1, 2), { writersPerSection: 1, editsPerSecond: 10, seconds: 20 });
  const busy = await liveLoad(url, rooms(20, 4), { writersPerSection: 2, editsPerSecond: 5, seconds: 20 });
  const [place] = rooms(1, 1);
  const [name, value] = place.cookie.split('=');
  const { items } = await (await fetch(`${url}/api/v1/plans`, { headers: { cookie: place.cookie } })).json();
  const planPath = `/plannen/${items[0].id}`;
  const web = await webSize(url, { name, value }, planPath, `${planPath}/secties/${place.section}`);
  const start = { firstWithExampleDataSeconds: first.seconds, againSeconds: seconds };
  const report = { machine: machine(), start, caseload300Milliseconds, web, live: { alone, busy } };
  console.log(JSON.stringify({ unit: 'milliseconds unless named otherwise', ...report }, null, 2));
} finally {
  await stop(product);
  rmSync(dataDir, { recursive: true, force: true });
}
