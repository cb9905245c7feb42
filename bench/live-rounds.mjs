// The same load on this product and on other servers, in turns, so that the machine's moods hit all alike.
import { percentile, round } from './figures.mjs';
import { memory, processorTime, runLoad, startPeer, treeTime } from './processes.mjs';

/**
 * @param {import('./product.mjs').Product} product
 * @param {{ sections: number, people: number, writersPerSection: number, editsPerSecond: number, seconds: number,
 *   rounds: number }} load
 */
export async function compareLive(product, load) {
  const { sections, people, rounds } = load;
  const peers = {
    hocuspocus: await startPeer('hocuspocus.mjs'),
    hocuspocusPostgres: await startPeer('hocuspocus.mjs', { DATABASE_URL: product.databaseUrl }),
    yWebsocket: await startPeer('y-websocket.mjs'),
  };
  const places = () => {
    const names = Array.from({ length: sections }, () => crypto.randomUUID());
    return names.flatMap((room) => Array.from({ length: people }, () => ({ room })));
  };
  const servers = [
    { name: 'samenplan', dialect: 'samenplan', at: product, places: () => product.rooms(sections, people) },
    { name: 'hocuspocus', dialect: 'hocuspocus', at: peers.hocuspocus, places },
    { name: 'hocuspocusPostgres', dialect: 'hocuspocus', at: peers.hocuspocusPostgres, places },
    { name: 'yWebsocket', dialect: 'y-websocket', at: peers.yWebsocket, places },
  ].filter(({ name }) => !(process.env.BENCH_ONLY ?? name).split(',').every((only) => only !== name));
  const found = servers.map(() => []);
  try {
    for (let n = 0; n < rounds; n += 1)
      for (const [index, { dialect, at, places }] of servers.entries()) {
        const job = { ...load, job: 'live', dialect, url: at.url, places: places() };
        found[index].push(await measured(job, at.pid, product.databasePid));
      }
  } finally {
    await Promise.all(Object.values(peers).map((peer) => peer.stop()));
  }
  const runs = Object.fromEntries(servers.map(({ name }, index) => [name, found[index]]));
  return { ...medians(runs), ...compared(runs), runs };
}

/** One run of the load, with the processor time of the server and of PostgreSQL beside it. */
async function measured(job, pid, databasePid) {
  const times = [];
  const result = await runLoad(job, () => {
    times.push({ server: processorTime(pid), database: treeTime(databasePid) });
  });
  const [before, after] = times;
  const server = after.server - before.server;
  const database = after.database - before.database;
  return {
    ...result,
    serverMilliseconds: round(server),
    databaseMilliseconds: round(database),
    microsecondsPerDelivery: round((server * 1000) / result.deliveries),
    databaseMicrosecondsPerDelivery: round((database * 1000) / result.deliveries),
    megabytes: memory(pid),
  };
}

const figures = {
  seenP50: (run) => run.seen.p50,
  seenP95: (run) => run.seen.p95,
  seenP99: (run) => run.seen.p99,
  storedP50: (run) => run.stored?.p50,
  storedP99: (run) => run.stored?.p99,
  microsecondsPerDelivery: (run) => run.microsecondsPerDelivery,
  databaseMicrosecondsPerDelivery: (run) => run.databaseMicrosecondsPerDelivery,
  megabytes: (run) => run.megabytes,
};

/** Median of the rounds, with the lowest and the highest. */
function medians(runs) {
  const of = (list) =>
    Object.fromEntries(
      Object.entries(figures)
        .map(([name, read]) => [name, list.map(read).filter((value) => value !== undefined)])
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [
          name,
          { median: percentile(values, 0.5), lowest: Math.min(...values), highest: Math.max(...values) },
        ]),
    );
  return Object.fromEntries(Object.entries(runs).map(([name, list]) => [name, of(list)]));
}

/** How this product stands to Hocuspocus in memory, round by round. */
function compared({ samenplan, hocuspocus }) {
  if (samenplan === undefined || hocuspocus === undefined) return {};
  const times = (read) => {
    const ratios = samenplan.map((run, n) => read(run) / read(hocuspocus[n]));
    return round(percentile(ratios, 0.5), 2);
  };
  return {
    timesHocuspocus: {
      seenP99: times(figures.seenP99),
      microsecondsPerDelivery: times(figures.microsecondsPerDelivery),
    },
  };
}
