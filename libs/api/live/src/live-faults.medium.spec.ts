import { Pulse } from '@samenplan/shared/live-protocol/testing';
import { FaultyInstallation } from './testing/faults-installation';
import { FaultsRound } from './testing/faults-round';
import { printed, schedule } from './testing/faults-schedule';

// Three real engines in one process over one PostgreSQL and one Redis. What happens, and in which order, is drawn from
// the seed; how the parts of it interleave is up to the machine, so a rare failure may need its seed more than once.
// It was seen to fail, each time by the check meant for it, on an engine that acknowledges before its commit, takes a
// failed commit for a good one, reads rights before it holds the head, forgets the epoch in the outbox or in the fence,
// does not ask after logins, numbers with holes, keeps sessions that left, goes on without a lease, owes for ever once
// the lease is back, follows hints only, or does not hand back what it refused.
// Long runs: `npm run faults -- --rounds 2000 --seed 1`; a failure again: `npm run faults -- --seed 17 --rounds 1`.
const { FAULT_SEED, FAULT_ROUNDS, FAULT_STEPS, FAULT_TIMES } = process.env;
const steps = Number(FAULT_STEPS ?? 80);
const first = Number(FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));
/** How often each seed. */
const times = Number(FAULT_TIMES ?? 1);
const isLong = FAULT_ROUNDS !== undefined;
const seeds = isLong
  ? Array.from({ length: Number(FAULT_ROUNDS) * times }, (_, i) => first + Math.floor(i / times))
  : [1, 2, 3, 4, 5, 6, first, first + 1];
const say = (text: string): void => void (isLong && process.stdout.write(`${text}\n`));

describe('three instances over faulty lines', () => {
  let installation: FaultyInstallation;
  let pulse: Pulse;

  beforeAll(async () => {
    pulse = new Pulse();
    installation = await FaultyInstallation.start();
  });

  afterAll(async () => {
    await installation.close();
    pulse.stop();
  }, 60_000);

  it(
    'lose nothing acknowledged, keep every stop, and end the same everywhere',
    async () => {
      const failures: string[] = [];
      const totals: Record<string, number> = {};
      for (const [n, seed] of seeds.entries()) {
        const plan = schedule(seed, steps);
        const { broken, counts } = await FaultsRound.run(installation, pulse, plan);
        for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count;
        if (broken.length > 0) {
          const again = `npm run faults -- --seed ${seed} --rounds 1 --steps ${steps}`;
          failures.push(`${broken.join('\n')}\nAgain: ${again}\n${printed(plan)}`);
          say(`seed ${seed} failed:\n${broken.join('\n')}`);
        }
        if (n % 50 === 49) say(`${n + 1} rounds, ${failures.length} failed`);
      }
      say(JSON.stringify(totals));
      expect(failures.join('\n\n')).toBe('');
    },
    60_000 + seeds.length * 60_000,
  );
});
