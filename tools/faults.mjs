// `npm run faults -- --rounds 2000 --seed 1`: long runs of the fault injection, every round from a seed of its own.
// `--seed 17 --rounds 1 --times 20` repeats a failure; `--steps 200` makes rounds longer; `--cluster` takes the built
// product as real processes that are killed and frozen (`npm run build` comes first) instead of three engines in one.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    steps: { type: 'string' },
    times: { type: 'string' },
    cluster: { type: 'boolean', default: false },
  },
});
const named = Object.entries({ ROUNDS: values.rounds, SEED: values.seed, STEPS: values.steps, TIMES: values.times });
const settings = Object.fromEntries(
  named.flatMap(([name, value]) => (value === undefined ? [] : [[`FAULT_${name}`, value]])),
);
console.log(`From seed ${values.seed}, ${values.rounds} rounds.`);
const which = values.cluster ? ['e2e', 'cluster-faults'] : ['medium', 'live-faults'];
const { status } = spawnSync(
  'npm',
  ['run', '--silent', 'jest', '--', '--selectProjects', which[0], '--testPathPatterns', which[1], '--maxWorkers=1'],
  { stdio: 'inherit', env: { ...process.env, ...settings } },
);
process.exit(status ?? 1);
