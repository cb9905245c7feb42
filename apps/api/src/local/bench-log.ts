import { randomUUID } from 'node:crypto';
import { AccessLog, logPurpose, planKey, standingIn, type Acting } from '@samenplan/api/access';
import {
  Database,
  Encryption,
  MasterKey,
  PostgresKeyStore,
  prepareDatabase,
  readConfiguration,
  readRunning,
  SystemClock,
} from '@samenplan/api/platform';
import type { EntityManager } from 'typeorm';
import { migrations } from '../migrations';
import { runTool, type RunningInstallation } from './running-installation';

const BATCH = 1_000;
const WRITES = 500;

type Place = {
  readonly planId: string;
  readonly sectionId: string;
  readonly clientId: string;
  readonly readerId: string;
};

/**
 * Makes a plan with a log of so many lines over so many days, each with its words under the key of the plan. With 0 days
 * the log stays whole: to a verification, lines of the past are lines that somebody put in. Prints one line of JSON: plan, section, cookies of client and reader, and how long writing a line
 * takes: milliseconds of transactions of a reader without and with one.
 */
await runTool(async (installation) => {
  const lines = Number(process.argv[2]);
  const days = Number(process.argv[3]);
  if (!Number.isInteger(lines) || lines < 1 || lines > 5_000_000 || !Number.isInteger(days) || days < 0)
    throw new Error('usage: bench-log <lines> <days>');
  const configuration = readConfiguration(process.env);
  const ownerUrl = readRunning(configuration.dataDir)?.ownerUrl ?? '';
  const { serveUrl } = await prepareDatabase({ ...configuration, databaseUrl: ownerUrl }, migrations);
  const database = await Database.open({ url: serveUrl, entities: [], poolSize: 2 });
  const encryption = new Encryption(new MasterKey(configuration.masterKey), new PostgresKeyStore(), new SystemClock());
  try {
    const { place, cookie } = await makePlan(installation);
    const acting = { personId: place.readerId, traceId: 'bench', address: '192.0.2.1' };
    const [without, written] = await writes(database, encryption, acting, place);
    await asOwner(ownerUrl, async (tx) => fill(tx, encryption, place, lines, days));
    const reader = await installation.logIn(place.readerId);
    process.stdout.write(`${JSON.stringify({ ...place, cookie, reader, without, written })}\n`);
  } finally {
    await database.onApplicationShutdown();
  }
});

async function asOwner(ownerUrl: string, work: (tx: EntityManager) => Promise<void>): Promise<void> {
  const database = await Database.open({ url: ownerUrl, entities: [], poolSize: 1 });
  try {
    await database.asNobody(work);
  } finally {
    await database.onApplicationShutdown();
  }
}

async function makePlan(installation: RunningInstallation): Promise<{ place: Place; cookie: string }> {
  const clientId = await installation.addPerson('Testcliënt');
  const readerId = await installation.addPerson('Testlezer');
  const cookie = await installation.logIn(clientId);
  const { id: planId } = await installation.send({ cookie, method: 'POST', path: '/plans' }, { title: 'Proefplan' });
  const section = { title: 'Wonen', kind: 'own' };
  const { id: sectionId } = await installation.send(
    { cookie, method: 'POST', path: `/plans/${planId}/sections` },
    section,
  );
  const endsAt = new Date(Date.now() + 300 * 86_400_000).toISOString();
  const rule = { recipient: { type: 'person', id: readerId }, sectionId, effect: 'share', level: 'read', endsAt };
  await installation.send({ cookie, method: 'POST', path: `/plans/${planId}/grants` }, rule);
  return { place: { planId, sectionId, clientId, readerId }, cookie };
}

/** Transactions that decide about a section, in turns without and with the line of a look. */
async function writes(
  database: Database,
  encryption: Encryption,
  acting: Acting,
  { planId, sectionId }: Place,
): Promise<[number[], number[]]> {
  const log = new AccessLog(encryption);
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < WRITES * 2; n += 1) {
    const begin = performance.now();
    await database.as(acting, async (tx) => {
      const standing = await standingIn(tx, acting.personId, planId, 'own');
      const event = { type: 'section-read', action: 'R', sectionId, title: 'Wonen' } as const;
      if (n % 2 === 1) await log.append(tx, acting, standing, event);
    });
    times[n % 2 === 1 ? 1 : 0].push(performance.now() - begin);
  }
  return times;
}

/** Lines of the past, most of them looks. */
async function fill(
  tx: EntityManager,
  encryption: Encryption,
  { planId, sectionId, clientId, readerId }: Place,
  lines: number,
  days: number,
): Promise<void> {
  const keyId = await planKey(tx, planId);
  const types = [
    'section-read',
    'section-live-read',
    'section-history-read',
    'plan-read',
    'plan-listed',
    'section-changed',
  ];
  for (let done = 0; done < lines; done += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, lines - done) }, () => randomUUID());
    const words = {
      person: 'Testlezer',
      organisation: 'De Linde',
      role: 'huisarts',
      onBehalfOf: null,
      title: 'Wonen',
      purpose: null,
    };
    const details: Buffer[] = [];
    for (const id of ids) details.push(await encryption.sealJson(tx, keyId, logPurpose(id), words));
    await tx.query(
      `insert into access_log (id, plan_id, section_id, at, person_id, action, outcome, type, why, sensitivity, source,
          network_address, trace_id, details)
        select id, $3, case when type like 'section%' then $4::uuid end,
            clock_timestamp() - ($8::float8 - nth) / $7 * make_interval(days => $11),
            case when nth % 3 = 0 then $6::uuid else $5::uuid end, case type when 'section-changed' then 'U' else 'R' end,
            'success', type, case when nth % 3 = 0 then 'client' else 'person-section-share' end, 'restricted', 'samenplan',
            '192.0.2.1', md5(id::text), details
          from (select id, details, $9 + nth as nth, ($10::text[])[1 + ($9 + nth) % 6] as type
            from unnest($1::uuid[], $2::bytea[]) with ordinality as given (id, details, nth)) line`,
      [ids, details, planId, sectionId, readerId, clientId, lines, lines, done, types, days],
    );
  }
}
