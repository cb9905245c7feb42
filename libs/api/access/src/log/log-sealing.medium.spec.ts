import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import {
  Database,
  Encryption,
  Log,
  MasterKey,
  Metrics,
  PostgresKeyStore,
  rotateKeys,
  SystemClock,
} from '@samenplan/api/platform';
import { testConfiguration, testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { Client } from 'pg';
import { LogChain } from './log-chain';
import { REFUSAL_CHAIN, sentenceOf, type LogFault } from './log-faults';
import { headsFile, headsIn, LogHeads, type Head } from './log-heads';
import { LogSealer } from './log-sealer';
import { verifyLog, type LogVerification } from './log-verifier';

const store = new PostgresKeyStore();
const INSERT = `insert into access_log
    (id, plan_id, section_id, at, person_id, on_behalf_of, action, outcome, type, why, rule_id, emergency, network_address, source,
     trace_id, details, helper_id, sensitivity)
  select $1, $2, gen_random_uuid(), coalesce($3::timestamptz, clock_timestamp()), gen_random_uuid(), gen_random_uuid(), 'R', 'success', 'plan-read', 'client',
    gen_random_uuid(), false, '192.0.2.1', 'samenplan', 'trace', decode('01ab', 'hex'),
    gen_random_uuid(), 'restricted'`;

let place: TestDatabase;
let owner: Client;
let database: Database;
let encryption: Encryption;
let dataDir: string;
let printed: string[];

const newSealer = (): LogSealer => {
  const log = new Log('info', new Writable({ write: (chunk, _, done) => (printed.push(String(chunk)), done()) }));
  const heads = new LogHeads(testConfiguration(place, { dataDir }), log);
  return new LogSealer(
    database,
    new Encryption(new MasterKey(place.masterKey), store, new SystemClock()),
    heads,
    log,
    new Metrics(),
  );
};

async function line(
  planId: string,
  { at = null, by = owner }: { at?: string | null; by?: Client } = {},
): Promise<string> {
  const id = randomUUID();
  await by.query(INSERT, [id, planId, at]);
  return id;
}

async function readHeads(): Promise<Head[]> {
  const heads: Head[] = [];
  for await (const head of headsIn(headsFile(dataDir))) heads.push(head);
  return heads;
}

async function verify(
  planId: string | null = null,
  words: Encryption | null = null,
): Promise<LogVerification & { said: LogFault[] }> {
  const said: LogFault[] = [];
  const chain = await LogChain.open(owner, encryption);
  const heads = await readHeads();
  const counts = await verifyLog(owner, chain, { planId, heads, words }, (fault) => said.push(fault));
  return { ...counts, said };
}

beforeEach(async () => {
  place = await testDatabase();
  owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  database = await Database.open({ url: place.serveUrl, entities: [], poolSize: 4 });
  encryption = new Encryption(new MasterKey(place.masterKey), store, new SystemClock());
  dataDir = mkdtempSync(join(tmpdir(), 'samenplan-heads-'));
  writeFileSync(headsFile(dataDir), '');
  printed = [];
});
afterEach(async () => {
  await database.onApplicationShutdown();
  await owner.end();
  await place.drop();
  rmSync(dataDir, { recursive: true });
});

describe('a log that nobody touched', () => {
  it('is whole: every line stands under one seal of its plan, in every round, and outside the database', async () => {
    const sealer = newSealer();
    const [one, other] = [randomUUID(), randomUUID()];
    for (const planId of [one, one, other]) await line(planId);
    expect(await sealer.sealAll()).toBe(3);
    await line(one);
    expect(await verify()).toMatchObject({ plans: 2, seals: 2, lines: 3, waiting: 1, rounds: 1, heads: 1, said: [] });
    expect(await sealer.sealAll()).toBe(1);
    expect(await sealer.sealAll()).toBe(0);
    expect(await verify()).toMatchObject({ plans: 2, seals: 3, lines: 4, waiting: 0, rounds: 2, heads: 2, said: [] });
    expect(await verify(one)).toMatchObject({ plans: 1, lines: 3, said: [] });
  });

  it('tells outside the database counts and a digest, never an id', async () => {
    const planId = randomUUID();
    const id = await line(planId);
    await newSealer().sealAll();
    const told = printed.filter((text) => text.includes('"log-chain-head"'));
    expect(told).toHaveLength(1);
    const text = readFileSync(headsFile(dataDir), 'utf8') + told.join('');
    expect(text).not.toContain(planId);
    expect(text).not.toContain(id);
    // Heads can be collected from the log of the process as well.
    writeFileSync(headsFile(dataDir), told.join(''));
    expect(await verify()).toMatchObject({ heads: 1, said: [] });
  });

  it('stays whole when more lines wait than one round takes', async () => {
    const planId = randomUUID();
    await owner.query(
      `insert into access_log (id, plan_id, action, outcome, type, why, source, trace_id, details)
        select gen_random_uuid(), $1, 'R', 'success', 'x', 'x', 'x', 'x', '' from generate_series(1, 7000)`,
      [planId],
    );
    expect(await newSealer().sealAll()).toBe(7_000);
    expect(await verify()).toMatchObject({ lines: 7_000, seals: 2, rounds: 2, said: [] });
  });

  it('misses no line that commits late, also when others were sealed meanwhile, and keeps no writer waiting', async () => {
    const planId = randomUUID();
    const slow = new Client({ connectionString: place.ownerUrl });
    await slow.connect();
    try {
      await slow.query('begin');
      await line(planId, { by: slow });
      const sealer = newSealer();
      await line(planId);
      expect(await sealer.sealAll()).toBe(1);
      await slow.query('commit');
      expect(await sealer.sealAll()).toBe(1);
      // A writer in the middle of a round: the round of the other connection holds nothing that it needs.
      await slow.query("begin; select pg_advisory_xact_lock(hashtextextended('log-sealer', 0))");
      await slow.query('select * from lines_to_seal(10)');
      await line(planId);
      await slow.query('rollback');
      await sealer.sealAll();
    } finally {
      await slow.end();
    }
    expect(await verify()).toMatchObject({ lines: 3, seals: 3, said: [] });
  });

  it('is sealed once when several instances are at it, while lines are written', async () => {
    const sealers = [newSealer(), newSealer(), newSealer()];
    const plans = [randomUUID(), randomUUID()];
    for (let round = 0; round < 10; round += 1)
      await Promise.all([...plans.map((planId) => line(planId)), ...sealers.map((sealer) => sealer.sealAll())]);
    await newSealer().sealAll();
    expect(await verify()).toMatchObject({ lines: 20, waiting: 0, said: [] });
  });

  it('stays verifiable after its plan was destroyed and after the master key was replaced', async () => {
    const planId = randomUUID();
    const key = await encryption.createKey(owner, 'plan', planId, null);
    const id = await line(planId);
    const sealed = await encryption.sealJson(owner, key, `access-log:${id}`, { person: 'Ria' });
    await owner.query('update access_log set details = $2 where id = $1', [id, sealed]);
    await newSealer().sealAll();
    await encryption.destroyKey(owner, key);
    expect((await verify()).said).toEqual([]);
    await database.onApplicationShutdown(); // A rotation waits for instances that don't know the new key.
    const rotated = new MasterKey(randomBytes(32), [place.masterKey]);
    await rotateKeys(owner, rotated, store);
    encryption = new Encryption(rotated, store, new SystemClock());
    expect((await verify()).said).toEqual([]);
  });

  it.each([
    ['access_log', 'log_line_digest', 'l.'],
    ['access_refusal', 'log_refusal_digest', 'r.'],
    ['audit_look', 'audit_look_digest', 'a.'],
  ])('has every column of %s under its seal', async (table, digest, name) => {
    const { rows } = await owner.query<{ missing: string[] }>(
      `select array_agg(attname::text) as missing from pg_attribute
        where attrelid = $1::regclass and attnum > 0
          and strpos(pg_get_functiondef($2::regproc), $3 || attname) = 0`,
      [table, digest, name],
    );
    expect(rows).toEqual([{ missing: null }]);
  });

  it('still knows lines as they were sealed before there were helpers and sensitivity', async () => {
    const planId = randomUUID();
    const id = randomUUID();
    await owner.query(INSERT, [id, planId, null]);
    await owner.query('update access_log set helper_id = null, sensitivity = null where id = $1', [id]);
    await newSealer().sealAll();
    const { rows } = await owner.query<{ same: boolean }>(
      `select s.digests[1] = sha256(convert_to(json_build_array(l.id, l.plan_id, l.section_id, l.at at time zone 'UTC', l.person_id,
          l.on_behalf_of, l.action, l.outcome, l.type, l.why, l.rule_id, l.emergency, l.network_address, l.source,
          l.trace_id, encode(l.details, 'hex'))::text, 'UTF8')) as same
        from access_log l join log_seal s on s.line_ids[1] = l.id where l.id = $1`,
      [id],
    );
    expect(rows).toEqual([{ same: true }]);
    expect((await verify()).said).toEqual([]);
    await owner.query("update access_log set sensitivity = 'restricted' where id = $1", [id]);
    expect((await verify()).said).toEqual([{ kind: 'changed', planId, line: 1 }]);
  });
});

describe('who owns the database and has no key', () => {
  const plan = randomUUID();
  const other = randomUUID();
  let lines: string[];

  beforeEach(async () => {
    const sealer = newSealer();
    lines = [];
    for (let batch = 0; batch < 3; batch += 1) {
      for (let n = 0; n < 2; n += 1) lines.push(await line(plan));
      await line(other);
      await sealer.sealAll();
    }
    expect((await verify()).said).toEqual([]);
  });

  it.each([
    ['id', 'gen_random_uuid()'],
    ['section_id', 'null'],
    ['at', "at + interval '1 microsecond'"],
    ['person_id', 'gen_random_uuid()'],
    ['on_behalf_of', 'null'],
    ['action', "'U'"],
    ['outcome', "'refused'"],
    ['type', "'plan-listed'"],
    ['why', "'person-plan-share'"],
    ['rule_id', 'null'],
    ['emergency', 'true'],
    ['network_address', "'192.0.2.2'"],
    ['source', "'elsewhere'"],
    ['trace_id', "'other'"],
    ['details', "'\\x01ac'"],
    ['helper_id', 'null'],
    ['helper_id', 'gen_random_uuid()'],
    ['sensitivity', "'normal'"],
  ])('is found out when %s of a line is changed', async (column, value) => {
    await owner.query(`update access_log set ${column} = ${value} where id = $1`, [lines[3]]);
    const kind = column === 'id' ? 'missing' : 'changed';
    expect((await verify()).said).toContainEqual({ kind, planId: plan, line: 4 });
    expect((await verify(plan)).faults).toBeGreaterThan(0);
    expect((await verify(other)).said).toEqual([]);
  });

  it('is found out when a line is deleted', async () => {
    await owner.query('delete from access_log where id = $1', [lines[2]]);
    expect((await verify()).said).toEqual([{ kind: 'missing', planId: plan, line: 3 }]);
  });

  it('is found out when a line moves to another plan', async () => {
    await owner.query('update access_log set plan_id = $2 where id = $1', [lines[2], other]);
    expect((await verify()).said).toEqual([{ kind: 'changed', planId: plan, line: 3 }]);
  });

  it('is found out when two lines change places', async () => {
    const swap = `update access_log l set person_id = o.person_id, at = o.at, trace_id = o.trace_id from access_log o
      where (l.id, o.id) in (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))`;
    await owner.query(swap, [lines[1], lines[4]]);
    expect((await verify()).said).toEqual([2, 5].map((nth) => ({ kind: 'changed', planId: plan, line: nth })));
  });

  it('is found out when the places of two lines are swapped in their seal', async () => {
    await owner.query(
      'update log_seal set line_ids = array[line_ids[2], line_ids[1]], digests = array[digests[2], digests[1]] where plan_id = $1 and number = 2',
      [plan],
    );
    expect((await verify()).said).toEqual([{ kind: 'seal-changed', planId: plan, seal: 2 }]);
  });

  it('is found out when the digest of a changed line is computed anew', async () => {
    await owner.query("update access_log set why = 'x' where id = $1", [lines[0]]);
    await owner.query(
      'update log_seal set digests[1] = (select log_line_digest(l) from access_log l where l.id = line_ids[1]) where plan_id = $1 and number = 1',
      [plan],
    );
    expect((await verify()).said).toEqual([{ kind: 'seal-changed', planId: plan, seal: 1 }]);
  });

  it('is found out when the function that computes digests is replaced', async () => {
    await owner.query("update access_log set why = 'x' where id = $1", [lines[0]]);
    await owner.query(
      "create or replace function log_line_digest(l access_log) returns bytea language sql as $$ select ''::bytea $$",
    );
    expect((await verify()).said).toEqual([{ kind: 'changed', planId: plan, line: 1 }]);
  });

  it('is found out when a line of the past is written later, sealed or not', async () => {
    await line(plan, { at: '2026-01-01T12:00:00Z' });
    await newSealer().sealAll();
    expect((await verify()).said).toEqual([{ kind: 'inserted', planId: plan, line: 7 }]);
    await owner.query('alter table access_log disable trigger wait_for_seal');
    const lineId = await line(other);
    expect((await verify()).said).toEqual([
      { kind: 'inserted', planId: plan, line: 7 },
      { kind: 'unknown', planId: other, lineId },
    ]);
  });

  it('is found out when a line dated now was put in, by its words, whatever key they name', async () => {
    const [one, another] = [randomUUID(), randomUUID()];
    const key = await encryption.createKey(owner, 'plan', one, null);
    const gone = await encryption.createKey(owner, 'plan', another, null);
    const write = async (details: Buffer, id = randomUUID()): Promise<string> => {
      await owner.query(INSERT, [id, one, null]);
      await owner.query('update access_log set details = $2 where id = $1', [id, details]);
      return id;
    };
    const id = randomUUID();
    const words = await encryption.sealJson(owner, key, `access-log:${id}`, { person: 'Ria' });
    await write(words, id);
    const foreign = await encryption.sealJson(owner, gone, `access-log:${id}`, { person: 'Ria' });
    await encryption.destroyKey(owner, gone);
    const forged = [
      await write(words), // The words of another line.
      await write(Buffer.from('none')),
      await write(Buffer.concat([words.subarray(0, 40), randomBytes(30)])),
      await write(Buffer.concat([words.subarray(0, 1), randomBytes(80)])),
      await write(foreign), // Under a destroyed key, of another plan.
    ];
    const found = (await verify(one, encryption)).said.filter(({ kind }) => kind === 'forged');
    expect(new Set(found)).toEqual(new Set(forged.map((lineId) => ({ kind: 'forged', planId: one, lineId }))));
    await encryption.destroyKey(owner, key);
    expect((await verify(one, encryption)).said.filter((fault) => 'lineId' in fault && fault.lineId === id)).toEqual(
      [],
    );
  });

  it('is found out when an old line says that a right ended which did not end then', async () => {
    const insert = `insert into access_log (id, plan_id, at, action, outcome, type, why, rule_id, source, trace_id, details)
      values (gen_random_uuid(), $1, clock_timestamp() - interval '1 day', 'E', 'success', 'right-ended', 'person-plan-share',
        gen_random_uuid(), 'samenplan', 'x', '')`;
    await owner.query(insert, [plan]);
    await newSealer().sealAll();
    expect((await verify()).said).toEqual([{ kind: 'inserted', planId: plan, line: 7 }]);
  });

  describe('also of refusals', () => {
    const refuse = async (at: string | null = null): Promise<string> => {
      const sql = `insert into access_refusal (person_id, object_id, hour, at, network_address, trace_id)
        values (gen_random_uuid(), gen_random_uuid(), date_trunc('hour', clock_timestamp()),
          coalesce($1::timestamptz, clock_timestamp()), '192.0.2.1', 'x') returning id`;
      const { rows } = await owner.query<{ id: string }>(sql, [at]);
      return rows[0]?.id ?? '';
    };
    let first: string;
    beforeEach(async () => {
      first = await refuse();
      await newSealer().sealAll();
      await refuse();
      await newSealer().sealAll();
      expect(await verify()).toMatchObject({ plans: 3, lines: 11, said: [] });
    });

    it.each([
      ['person_id', 'gen_random_uuid()'],
      ['object_id', 'gen_random_uuid()'],
      ['hour', "hour - interval '1 hour'"],
      ['at', "at + interval '1 microsecond'"],
      ['network_address', 'null'],
      ['trace_id', "'other'"],
    ])('when %s is changed', async (column, value) => {
      await owner.query(`update access_refusal set ${column} = ${value} where id = $1`, [first]);
      expect((await verify()).said).toEqual([{ kind: 'changed', planId: REFUSAL_CHAIN, line: 1 }]);
    });

    it('when one is deleted, put in past the product, or put in with a date of the past', async () => {
      await owner.query('delete from access_refusal where id = $1', [first]);
      await refuse('2026-01-01T12:00:00Z');
      await newSealer().sealAll();
      await owner.query('alter table access_refusal disable trigger wait_for_seal');
      const lineId = await refuse();
      expect((await verify()).said).toEqual([
        { kind: 'missing', planId: REFUSAL_CHAIN, line: 1 },
        { kind: 'inserted', planId: REFUSAL_CHAIN, line: 3 },
        { kind: 'unknown', planId: REFUSAL_CHAIN, lineId },
      ]);
    });
  });

  it('is found out when lines are not sealed although they are old', async () => {
    const lineId = await line(plan);
    await owner.query("update log_unsealed set at = at - interval '2 minutes'");
    expect((await verify()).said).toEqual([{ kind: 'unsealed', planId: plan, lineId }]);
  });

  it('is found out when a line disappears before its seal', async () => {
    const lineId = await line(plan);
    await owner.query('delete from access_log where id = $1', [lineId]);
    await newSealer().sealAll();
    expect(printed.filter((text) => text.includes('"log-lines-gone"'))).toHaveLength(1);
  });

  it('is found out when a seal in the middle goes with its lines, and when the last one does', async () => {
    const cut = async (number: number): Promise<void> => {
      await owner.query(
        'delete from access_log where id in (select unnest(line_ids) from log_seal where plan_id = $1 and number = $2)',
        [plan, number],
      );
      await owner.query('delete from log_seal where plan_id = $1 and number = $2', [plan, number]);
    };
    await cut(3);
    expect((await verify()).said).toEqual([{ kind: 'round-changed', round: 3 }]);
    await cut(1);
    expect((await verify()).said).toContainEqual({ kind: 'seals-missing', planId: plan, seal: 2 });
  });

  /** Everything since round 2 disappears: lines, seals, rounds. */
  async function cutTail(): Promise<void> {
    await owner.query('delete from access_log where id in (select unnest(line_ids) from log_seal where round > 2)');
    await owner.query('delete from log_seal where round > 2');
    await owner.query('delete from log_round where number > 2');
  }

  it('is found out by the heads outside when the end of the log is cut off as a whole', async () => {
    await cutTail();
    expect((await verify()).said).toEqual([{ kind: 'head-missing', round: 3 }]);
  });

  it('is found out by the heads outside also when the log went on after that', async () => {
    await cutTail();
    await line(plan);
    await newSealer().sealAll();
    expect((await verify()).said).toEqual([{ kind: 'head-differs', round: 3 }]);
  });

  it('is found out when an old seal is put in the place of a later one, or of another plan', async () => {
    await owner.query(
      `update log_seal s set line_ids = o.line_ids, digests = o.digests, previous = o.previous, mac = o.mac from log_seal o
        where s.plan_id = $1 and s.number = 3 and o.plan_id = $1 and o.number = 2`,
      [plan],
    );
    const { said } = await verify();
    expect(said).toContainEqual({ kind: 'seal-changed', planId: plan, seal: 3 });
    expect(said).toContainEqual({ kind: 'round-changed', round: 3 });
    await owner.query(
      `update log_seal s set line_ids = o.line_ids, digests = o.digests, previous = o.previous, mac = o.mac from log_seal o
        where s.plan_id = $1 and s.number = 1 and o.plan_id = $2 and o.number = 1`,
      [plan, other],
    );
    expect((await verify(plan)).said).toContainEqual({ kind: 'seal-changed', planId: plan, seal: 1 });
  });

  it('is found out when a round is changed to make room for lines of the past', async () => {
    await owner.query("update log_round set since = '2026-01-01' where number = 2");
    expect((await verify()).said).toEqual([{ kind: 'round-changed', round: 2 }]);
  });

  it('is found out when the key of the chain is replaced', async () => {
    await owner.query(
      "update keys.secret set sealed = (select sealed from keys.secret where name like 'role:%' limit 1) where name = 'log-chain'",
    );
    await expect(verify()).rejects.toMatchObject({ name: 'SealBroken' });
  });

  it('reads each fault as a sentence without names or text', async () => {
    await owner.query('delete from access_log where id = $1', [lines[2]]);
    await owner.query('delete from log_round where number = 1');
    expect((await verify()).said.map(sentenceOf)).toEqual([
      `Plan ${plan}, line 3: missing.`,
      'Before round 2 of sealing: rounds are missing.',
      'Round 1 of sealing: known outside the database, missing in it.',
    ]);
  });

  it('can hide nothing by lines in the file of heads that are no heads', async () => {
    appendFileSync(headsFile(dataDir), 'garbage\n{"round":1}\n{"round":99,"seals":1,"lines":1,"head":"zz"}\n');
    expect((await verify()).said).toEqual([]);
  });
});

describe('the roles of the product', () => {
  it('add lines and seals, and change, remove or read none past the checks', async () => {
    const plan = randomUUID();
    await line(plan);
    await newSealer().sealAll();
    await line(plan);
    for (const url of [place.serveUrl, place.liveUrl]) {
      const role = new Client({ connectionString: url });
      await role.connect();
      try {
        for (const table of ['access_log', 'log_seal', 'log_round'])
          for (const sql of [`delete from ${table}`, `truncate ${table}`])
            await expect(role.query(sql)).rejects.toMatchObject({ code: '42501' });
        for (const sql of [
          "update access_log set why = 'x'",
          'update log_seal set round = 2',
          'update log_round set number = 2',
          'select from log_seal',
          'select from log_round',
          'select from log_unsealed',
          'delete from log_unsealed',
          'insert into log_unsealed (line_id) values (gen_random_uuid())',
          'alter table access_log disable trigger wait_for_seal',
          'select * from keys.secret',
        ])
          await expect(role.query(sql)).rejects.toMatchObject({ code: '42501' });
      } finally {
        await role.end();
      }
    }
  });

  it('learn from what sealing needs ids and digests only, and the live role not even those', async () => {
    await line(randomUUID());
    const [serve, live] = [place.serveUrl, place.liveUrl].map((url) => new Client({ connectionString: url }));
    if (serve === undefined || live === undefined) throw new Error('Two roles');
    await Promise.all([serve.connect(), live.connect()]);
    try {
      const { fields } = await serve.query('select * from lines_to_seal(1)');
      expect(fields.map(({ name }) => name)).toEqual(['seq', 'line_id', 'plan_id', 'digest']);
      for (const call of [
        'lines_to_seal(1)',
        "lines_sealed('{}')",
        "log_heads('{}')",
        'last_log_round()',
        'log_chain_key()',
      ])
        await expect(live.query(`select ${call}`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await Promise.all([serve.end(), live.end()]);
    }
  });
});
