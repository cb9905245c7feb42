import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { Database } from '@samenplan/api/platform';
import { testDatabase, type TestDatabase } from '@samenplan/api/platform/testing';
import { Accounts, cleanName, newContactCode } from './accounts';
import { People } from './people';
import { Login, Person } from './person.entity';
import { Recipients, wordPatterns } from './recipients';

let place: TestDatabase;
let database: Database;
const recipients = new Recipients(new People());
const ids = {
  nurse: randomUUID(),
  left: randomUUID(),
  client: randomUUID(),
  team: randomUUID(),
  now: randomUUID(),
  past: randomUUID(),
};

beforeAll(async () => {
  place = await testDatabase();
  database = await Database.open({ url: place.serveUrl, entities: [Person, Login], poolSize: 4 });
  const owner = new Client({ connectionString: place.ownerUrl });
  await owner.connect();
  const [care, nurse] = [randomUUID(), randomUUID()];
  await owner.query('insert into organisation (id, name, kind, phone) values ($1, $2, $3, $4)', [
    care,
    'Zorg 100% Dichtbij',
    'care',
    '06-00 000 001',
  ]);
  await owner.query(
    'insert into job_function (id, organisation_id, name, duties, purpose, legal_basis) values ($1, $2, $3, $4, $5, $6)',
    [nurse, care, 'wijkverpleegkundige', ['professional-secrecy'], 'Verpleging thuis', 'Wgbo'],
  );
  for (const [id, name, code] of [
    [ids.nurse, 'Noor Verhoef', 'NURSE22222'],
    [ids.left, 'Noor Vertrokken', 'LEFT222222'],
    [ids.client, 'Noor Cliënt', 'CLIENT2222'],
  ])
    await owner.query('insert into person (id, name, contact_code) values ($1, $2, $3)', [id, name, code]);
  const affiliation =
    'insert into affiliation (id, person_id, organisation_id, function_id, working_days, starts_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7)';
  await owner.query(affiliation, [ids.now, ids.nurse, care, nurse, [1, 2], '2020-01-01', null]);
  await owner.query(affiliation, [ids.past, ids.left, care, nurse, [], '2020-01-01', '2021-01-01']);
  await owner.query('insert into team (id, organisation_id, name) values ($1, $2, $3)', [ids.team, care, 'Team Noord']);
  const member =
    'insert into team_member (id, team_id, affiliation_id, starts_at, ends_at) values ($1, $2, $3, $4, $5)';
  await owner.query(member, [randomUUID(), ids.team, ids.now, '2020-01-01', null]);
  await owner.query(member, [randomUUID(), ids.team, ids.past, '2020-01-01', null]);
  await owner.end();
});

afterAll(async () => {
  await database.onApplicationShutdown();
  await place.drop();
});

const search = (text: string) => database.asNobody((tx) => recipients.search(tx, text));

describe('searching for someone to share with', () => {
  it('finds a professional by name, organisation and function, with what the client must know', async () => {
    expect(await search('VERHOEF dichtbij wijkverpl')).toEqual([
      {
        type: 'person',
        id: ids.nurse,
        name: 'Noor Verhoef',
        position: {
          affiliationId: ids.now,
          organisation: 'Zorg 100% Dichtbij',
          function: 'wijkverpleegkundige',
          phone: '06-00 000 001',
          workingDays: [1, 2],
        },
        members: [],
        duties: ['professional-secrecy'],
        purpose: 'Verpleging thuis',
        legalBasis: 'Wgbo',
        proposedDomains: [],
      },
    ]);
  });

  it('never finds clients, informal contacts or people who left', async () => {
    expect((await search('noor')).map(({ name }) => name)).toEqual(['Team Noord, Zorg 100% Dichtbij', 'Noor Verhoef']);
    expect(await search('Cliënt')).toEqual([]);
  });

  it('finds a team with who is in it now', async () => {
    const [team] = await search('team noord');
    expect(team).toMatchObject({
      type: 'team',
      members: [{ id: ids.nurse, name: 'Noor Verhoef', function: 'wijkverpleegkundige' }],
      duties: ['professional-secrecy'],
    });
  });

  it.each(['%%', '__', '\\\\', "' or 1=1 --"])('reads %s as text, not as a pattern', async (text) => {
    expect(await search(text)).toEqual([]);
    expect(await search('100%')).toHaveLength(2);
  });

  it('takes at most six words', () => {
    expect(wordPatterns('a b c d e f g h')).toHaveLength(6);
  });
});

describe('a recipient by id', () => {
  const find = (id: string, affiliationId?: string) =>
    database.asNobody((tx) => recipients.find(tx, { type: 'person', id }, affiliationId));

  it('leans on a place of their own that is in force', async () => {
    expect(await find(ids.nurse, ids.now)).toMatchObject({ id: ids.nurse });
    expect(await find(ids.nurse, ids.past)).toBeNull();
    expect(await find(ids.left, ids.past)).toBeNull();
    expect(await find(ids.client)).toMatchObject({ position: null, purpose: null });
    expect(await find(randomUUID())).toBeNull();
  });

  it('is found by the code that this person shows', async () => {
    expect(await database.asNobody((tx) => recipients.byCode(tx, 'CLIENT2222'))).toMatchObject({
      id: ids.client,
      name: 'Noor Cliënt',
    });
    expect(await database.asNobody((tx) => recipients.byCode(tx, 'AAAAAAAAAA'))).toBeNull();
  });
});

describe('the first login of somebody', () => {
  it('makes one person, also when it happens twice at one moment', async () => {
    const accounts = new Accounts(database);
    const login = { issuer: 'https://login.example', subject: 'same', name: 'Same' };
    const owner = new Client({ connectionString: place.ownerUrl });
    await owner.connect();
    // All four have looked and found nobody before the first may write.
    await owner.query('begin');
    await owner.query('lock table login in share row exclusive mode');
    const all = Promise.all([1, 2, 3, 4].map(() => accounts.personOf(login)));
    const waiting = async (): Promise<number> =>
      (await owner.query("select from pg_locks where not granted and relation = 'login'::regclass")).rowCount ?? 0;
    while ((await waiting()) < 4);
    await owner.query('commit');
    await owner.end();
    const made = await all;
    expect(new Set(made).size).toBe(1);
    const [row] = await database.asNobody((tx) =>
      tx.query("select count(*)::int as n from person where name = 'Same'"),
    );
    expect(row).toEqual({ n: 1 });
  });

  it('takes a name that can not imitate other text', () => {
    expect(cleanName(' Jan\u202e\n  Jansen\u0000 ')).toBe('Jan Jansen');
    expect([cleanName(null), cleanName('\u200b')]).toEqual(['Naam onbekend', 'Naam onbekend']);
    expect(cleanName('x'.repeat(500))).toHaveLength(120);
  });

  it('gives a code without look-alikes', () => {
    for (let n = 0; n < 200; n += 1) expect(newContactCode()).toMatch(/^[2-9A-HJ-NP-Z]{10}$/);
  });
});
