// `npm run bench`: measures the built product on this machine, and the same load on other servers, in one run.
// Prints one JSON document. Numbers of one run belong together; between runs the machine's noise is larger than most
// differences. `npm run bench -- quick` is a short one; `npm run bench -- live` (or start, log, web, plan, idle, long, stop)
// does a part.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { caseload } from './caseload.mjs';
import { decisions } from './decide.mjs';
import { machine, round } from './figures.mjs';
import pg from 'pg';
import { accessLog, verifying } from './log.mjs';
import { compareLive } from './live-rounds.mjs';
import { memory, runLoad } from './processes.mjs';
import { Product } from './product.mjs';
import { webSize } from './web-size.mjs';

const full = {
  rounds: 5,
  seconds: 10,
  sections: 60,
  plans: 300,
  idle: [500, 2_000],
  edits: 100_000,
  stops: 100,
  log: [100_000, 1_000_000],
};
const quick = {
  rounds: 1,
  seconds: 5,
  sections: 60,
  plans: 50,
  idle: [100, 400],
  edits: 10_000,
  stops: 20,
  log: [10_000, 50_000],
};

const words = process.argv.slice(2);
const size = words.includes('quick') ? quick : full;
const parts = words.filter((word) => word !== 'quick');
const wanted = (part) => parts.length === 0 || parts.includes(part);

/** People per section, and how many of them type how fast. */
const live = { people: 8, writersPerSection: 3, editsPerSecond: 5 };

if (wanted('live')) installPeers();
const product = await Product.prepare();
const report = { unit: 'milliseconds unless named otherwise', machine: machine() };
try {
  report.start = { firstWithExampleDataSeconds: await product.start() };
  if (wanted('start')) {
    const [reader] = product.tool('bench-caseload', size.plans);
    // Started anew: no key of a plan is at hand.
    await product.stop();
    report.start.againSeconds = await product.start();
    report.caseload = { plans: size.plans, ...(await caseload(product.url, reader, size.plans)) };
  }
  if (wanted('log')) report.log = await log();
  if (wanted('web')) report.web = await web();
  if (wanted('plan')) report.plan = await plan();
  if (wanted('live')) report.live = await compareLive(product, { ...live, ...size });
  if (wanted('stop')) report.stop = await stops();
  if (wanted('idle')) report.idle = await idle();
  if (wanted('long')) report.long = await long();
  console.log(JSON.stringify(report, null, 2));
} finally {
  await product.stop();
  product.remove();
}

/** The peers have a package file of their own: nothing of the product depends on them. */
function installPeers() {
  const folder = join(import.meta.dirname, 'peers');
  if (existsSync(join(folder, 'node_modules/@hocuspocus/server'))) return;
  const flags = ['ci', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (spawnSync('npm', flags, { cwd: folder, stdio: ['ignore', 2, 2] }).status !== 0)
    throw new Error('the other servers could not be installed: npm ci in bench/peers failed');
}

async function web() {
  const [place] = product.rooms(1, 1);
  const [name, value] = place.cookie.split('=');
  const { items } = await product.get('/api/v1/plans', place.cookie);
  const path = `/plannen/${items[0].id}`;
  return webSize(product.url, { name, value }, path, `${path}/secties/${place.room}`);
}

/** A long log of one plan, and the whole log as operations verify it. */
async function log() {
  const [ofPlan, ofAll] = size.log;
  const verify = await verifying(product, ofAll, sealed);
  return { ...(await accessLog(product, ofPlan)), verify };
}

/** Until no line waits for its seal any more. */
async function sealed() {
  const owner = new pg.Client({ connectionString: product.databaseUrl });
  await owner.connect();
  try {
    for (let waiting = 1; waiting > 0;) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { rows } = await owner.query('select count(*)::integer as waiting from log_unsealed');
      waiting = rows[0].waiting;
    }
  } finally {
    await owner.end();
  }
}

/** A plan of fifteen sections with fifty rules, asked for by everybody in it, and what one decision about it takes. */
async function plan() {
  const places = product.rooms(15, 51);
  const cookies = [...new Set(places.map(({ cookie }) => cookie))];
  const [{ id }] = (await product.get('/api/v1/plans', cookies[0])).items;
  const load = { job: 'plan', url: product.url, plan: id, cookies, perSecond: 200, seconds: size.seconds };
  return { look: await runLoad(load), decision: await decisions(200) };
}

/** Sessions that do nothing, on a server that has just started. */
async function idle() {
  const [sections, sessions] = size.idle;
  const people = 40;
  const places = product.rooms(sections, people);
  const perSection = sessions / sections;
  const spread = Array.from({ length: sections }, (_, section) =>
    Array.from({ length: perSection }, (_, n) => places[section * people + ((section * perSection + n) % people)]),
  ).flat();
  await product.stop();
  await product.start();
  const before = memory(product.pid);
  let open = 0;
  const load = { job: 'idle', dialect: 'samenplan', url: product.url, places: spread };
  const result = await runLoad(load, () => {
    open = memory(product.pid);
  });
  return { ...result, megabytesBefore: before, megabytesOpen: open };
}

/** A section with a long history, opened by a server that does not have it in memory. */
async function long() {
  const places = product.rooms(1, 8);
  const [{ room, cookie }] = places;
  const cookies = places.map((place) => place.cookie);
  const written = await runLoad({ job: 'long', url: product.url, room, cookies, edits: size.edits });
  const opened = [];
  for (let n = 0; n < 5; n += 1) {
    await product.stop();
    await product.start();
    // Another section first: the code is warm, the long one is not in memory.
    const [other] = product.rooms(1, 1);
    await runLoad({ job: 'open', url: product.url, ...other });
    opened.push(await runLoad({ job: 'open', url: product.url, room, cookie }));
  }
  const times = opened.map(({ milliseconds }) => round(milliseconds)).toSorted((a, b) => a - b);
  return {
    edits: written.edits,
    writtenPerSecond: round(written.edits / written.seconds),
    kilobytes: round(opened[0].bytes / 1000),
    firstText: times,
    median: times[2],
  };
}

/** Rights that end under full load. */
async function stops() {
  const { people, ...load } = live;
  const places = product.rooms(size.sections, people);
  const owner = places[0].cookie;
  const readers = [...new Set(places.map(({ cookie }) => cookie))].slice(live.writersPerSection);
  const [{ id: plan }] = (await product.get('/api/v1/plans', owner)).items;
  const { items } = await product.get(`/api/v1/plans/${plan}/grants`, owner);
  const grants = [];
  for (const cookie of readers) {
    const me = await product.get('/api/v1/me', cookie);
    grants.push({ cookie, personId: me.id, id: items.find(({ recipient }) => recipient.id === me.id).id });
  }
  return runLoad({
    job: 'stop',
    url: product.url,
    plan,
    places,
    owner,
    grants,
    ...load,
    stopsOfOneSection: size.stops,
  });
}
