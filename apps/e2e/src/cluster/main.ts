import { startCluster, type Cluster } from './start-cluster';

/** `npm run cluster`: runs until Ctrl-C. Settings as in docs/configuration.md; `INSTANCES` says how many. */
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { PORT, DATA_DIR, DATABASE_URL, INSTANCES, PATH, NODE_ENV, ...others } = process.env;
if (NODE_ENV === 'production') {
  process.stderr.write('npm run cluster is for local mode; docker/compose.yaml has the same for production.\n');
  process.exit(1);
}

let cluster: Cluster | undefined;
let ending = false;
const starting = startCluster({
  instances: Number(INSTANCES ?? 3),
  dataDir: DATA_DIR ?? '.data',
  port: Number(PORT ?? 3000),
  ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
  settings: others,
  say,
});

/** A start that is under way finishes first: half a start could leave something running. */
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await starting.then(
    (started) => started.close(),
    () => undefined,
  );
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  void end(1);
});

try {
  cluster = await starting;
  say(`Samenplan is ready: ${cluster.url}, on ${cluster.instances.length} instances in turn:`);
  for (const { url, pid } of cluster.instances) say(`  ${url}  process ${pid}`);
  say(`Redis: process ${cluster.redis.pid}, port ${cluster.redis.port}. PostgreSQL: process ${cluster.postgres.pid}.`);
  say('Try it: "kill -9 <process>" (a crash), "kill <process>" (a drain), "kill -STOP <process>" and "kill -CONT".');
  say('Nothing starts again by itself; Ctrl-C ends everything.');
} catch (error) {
  if (!ending) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
