import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { Jobs } from './jobs';
import { Log } from './logging';
import { Metrics } from './metrics';
import { testDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const newJobs = (): Jobs =>
  new Jobs({ url: database.serveUrl, enabled: true, pollSeconds: 0.5 }, new Log('silent'), new Metrics());

/** As the clock of every instance does at the same minute. */
async function due(name: string, times: number): Promise<void> {
  const clock = new PgBoss({
    connectionString: database.serveUrl,
    schema: 'jobs',
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: false,
    registerInstance: false,
  });
  await clock.start();
  await Promise.all(Array.from({ length: times }, () => clock.send(name, null)));
  await clock.stop();
}

async function asOwner(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('work by the clock', () => {
  it('runs on one of two instances that share a database, as the role that serves', async () => {
    const ran: string[] = [];
    let begun: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const begins = new Promise<void>((resolve) => (begun = resolve));
    const mayEnd = new Promise<void>((resolve) => (goOn = resolve));
    const instances = ['a', 'b'].map((instance) => {
      const jobs = newJobs();
      jobs.every('look-back', '0 9 * * 1', () => {
        ran.push(instance);
        begun();
        return mayEnd;
      });
      return jobs;
    });
    for (const jobs of instances) await jobs.onApplicationBootstrap();
    await due('look-back', 2);
    await begins;
    await due('look-back', 1); // While a round runs, no other is begun.
    goOn();
    for (const jobs of instances) await jobs.beforeApplicationShutdown();
    expect(ran).toHaveLength(1);
    expect(await asOwner("select state::text from jobs.job where name = 'look-back'")).toEqual([
      { state: 'completed' },
    ]);
    expect(await asOwner('select name, cron, timezone from jobs.schedule')).toEqual([
      { name: 'look-back', cron: '0 9 * * 1', timezone: 'Europe/Amsterdam' },
    ]);
  });

  it('leaves nothing of what went wrong in the table, and tries again', async () => {
    let failed: () => void = () => undefined;
    const once = new Promise<void>((resolve) => (failed = resolve));
    const jobs = newJobs();
    jobs.every('fails', '0 9 * * 1', () => {
      failed();
      return Promise.reject(new Error('thea@example.org'));
    });
    await jobs.onApplicationBootstrap();
    await due('fails', 1);
    await once;
    await jobs.beforeApplicationShutdown();
    const [row] = await asOwner(
      `select state::text, row_to_json(j)::text as text from jobs.job j where name = 'fails'`,
    );
    expect(row?.['state']).toBe('retry');
    expect(row?.['text']).not.toContain('thea');
  });

  it('the role that serves may not change the tables of jobs', async () => {
    const client = new Client({ connectionString: database.serveUrl });
    await client.connect();
    await expect(client.query('create table jobs.mine (id int)')).rejects.toMatchObject({ code: '42501' });
    await expect(client.query('drop table jobs.schedule')).rejects.toMatchObject({ code: '42501' });
    await client.end();
    const live = new Client({ connectionString: database.liveUrl });
    await live.connect();
    await expect(live.query('select from jobs.schedule')).rejects.toMatchObject({ code: '42501' });
    await live.end();
  });

  it('refuses a second piece of work under one name', () => {
    const jobs = newJobs();
    jobs.every('twice', '0 9 * * 1', () => Promise.resolve());
    expect(() => jobs.every('twice', '0 9 * * 1', () => Promise.resolve())).toThrow('twice');
  });
});
