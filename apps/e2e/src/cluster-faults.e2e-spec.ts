import { Pulse } from '@samenplan/shared/live-protocol/testing';
import { startCluster, type Cluster } from './cluster/start-cluster';
import { ClusterRound } from './faults-round';
import { Visitor } from './people';
import { closeAll } from './sockets';

// The built product as processes that are killed and frozen, over a real PostgreSQL and Redis that come and go. The
// seed gives the order of the faults and who is stopped in each; how things interleave is up to the machine.
// Long runs: `npm run faults -- --cluster --rounds 50`.
const { FAULT_SEED, FAULT_ROUNDS } = process.env;
const first = Number(FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));
const seeds = Array.from({ length: Number(FAULT_ROUNDS ?? 1) }, (_, i) => first + i);

describe('instances that are killed and frozen, Redis and PostgreSQL that come and go', () => {
  const pulse = new Pulse();
  let cluster: Cluster;
  let client: Visitor;
  let others: readonly Visitor[];

  beforeAll(async () => {
    cluster = await startCluster();
    client = await Visitor.logIn(cluster, 'client');
    others = Object.values(await Visitor.logInAll(cluster, 'poh', 'nurse', 'social-worker'));
  }, 180_000);

  afterEach(closeAll);
  afterAll(async () => {
    pulse.stop();
    await cluster.close();
  }, 60_000);

  it.each(seeds)(
    'lose nothing acknowledged, keep every stop, and end the same everywhere (seed %i)',
    async (seed) => {
      const round = await ClusterRound.begin({ cluster, client, others, pulse }, seed);
      try {
        for (const fault of round.order) await round.take(fault);
        await round.end();
      } finally {
        round.leave();
      }
      const again = `Again: npm run faults -- --cluster --seed ${seed} --rounds 1 (${round.order.join(', ')})`;
      expect(round.broken.length === 0 ? [] : [...round.broken, again]).toEqual([]);
    },
    300_000,
  );
});
