// How long one decision takes, with the very function that REST and the live engine ask.
import { join } from 'node:path';
import { build } from 'esbuild';
import { round } from './figures.mjs';

const root = join(import.meta.dirname, '..');
const ROUNDS = 5;
const TIMES = 20_000;
const day = 86_400_000;
const now = new Date();

/**
 * @param {number} count of rules in the plan
 * @param {number} people among whom they are divided; 1: all are about the one who asks
 */
export function planWith(count, people, sections = 15) {
  const period = { startsAt: new Date(now.getTime() - day), endsAt: new Date(now.getTime() + 365 * day) };
  const rule = (n) => ({
    id: `rule-${n}`,
    sectionId: n % 3 === 0 ? null : `section-${n % sections}`,
    subject: { type: 'person', id: `person-${n % people}` },
    affiliationId: null,
    effect: n % 7 === 0 ? 'withhold' : 'share',
    level: n % 7 === 0 ? null : 1 + (n % 2),
    purpose: null,
    legalBasis: null,
    createdBy: 'client',
    ...period,
  });
  const section = (n) => ({ id: `section-${n}`, ownStory: n === 0, money: false, onlyClient: false, archived: false });
  return {
    clientId: 'client',
    turns: null,
    sections: Array.from({ length: sections }, (_, n) => section(n)),
    mandates: [],
    closures: [],
    rules: Array.from({ length: count }, (_, n) => rule(n)),
    memberships: [],
    affiliations: [],
    coordinators: [],
  };
}

/** @returns microseconds of processor time per decision, the best of a few rounds: others use the machine too */
export async function decisions(count) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'libs/api/access/src/decide.ts')],
    tsconfig: join(root, 'tsconfig.base.json'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const { decide } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  const spent = (people) => {
    const plan = planWith(count, people);
    const times = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      for (let n = 0; n < TIMES; n += 1)
        decide(plan, { personId: 'person-0', sectionId: `section-${n % plan.sections.length}` }, now);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / TIMES;
    });
    return round(Math.min(...times), 2);
  };
  return { rules: count, microsecondsAmong40: spent(40), microsecondsAllAboutOne: spent(1) };
}
