import {
  accessRequest,
  apiPrefix,
  blockAuthorship,
  me,
  plan,
  planSummary,
  type Plan,
} from '@samenplan/shared/contracts';
import { Logins } from '@samenplan/api/identity';
import { Client } from 'pg';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../testing/test-app';
import { ensureExampleData } from './index';
import { exampleFigure, examplePeople } from './people';

const plans = z.object({ items: z.array(planSummary) });

describe('example data', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await startTestApp();
    expect(await ensureExampleData(test.app, test.database.ownerUrl)).toBe(6);
  }, 60_000);
  afterAll(() => test.close());

  const cookieOf = async (key: string): Promise<string> => {
    const logins = test.app.get(Logins, { strict: false });
    return `${logins.cookie.name}=${await logins.begin(exampleFigure(key).id, { acr: 'http://eidas.europa.eu/LoA/substantial', idToken: null })}`;
  };
  const get = async <T>(key: string, shape: z.ZodType<T>, path: string): Promise<T> => {
    const answer = await fetch(`${test.url.replace('localhost', '127.0.0.1')}${apiPrefix}${path}`, {
      headers: { cookie: await cookieOf(key) },
    });
    return shape.parse(await answer.json());
  };
  const planOf = async (key: string, viewer = key): Promise<Plan> => {
    const [own] = (await get(key, plans, '/plans')).items.filter(({ client }) => client.id === exampleFigure(key).id);
    return get(viewer, plan, `/plans/${own?.id}`);
  };

  it('is made once', async () => {
    expect(await ensureExampleData(test.app, test.database.ownerUrl)).toBe(0);
  });

  it('gives every client a plan of their own, in different phases', async () => {
    const keys = ['client', 'client-2', 'client-3', 'client-4', 'client-5'];
    const phases = await Promise.all(keys.map(async (key) => (await planOf(key)).phase));
    expect(new Set(phases).size).toBe(5);
  });

  it('lets the client share for writing with the poh and for reading with the nurse, and keep a section closed to both', async () => {
    const all = (await planOf('client')).sections.map(({ id }) => id);
    const poh = (await planOf('client', 'poh')).sections;
    const nurse = (await planOf('client', 'nurse')).sections;
    expect(poh.map(({ level }) => level)).toContain('write');
    expect(nurse.map(({ level }) => level)).toContain('read');
    expect(all.filter((id) => ![...poh, ...nurse].some((section) => section.id === id)).length).toBeGreaterThan(0);
  });

  it.each([
    'gp',
    'poh',
    'nurse',
    'social-worker',
    'wmo',
    'informal',
    'representative',
    'money-representative',
    'volunteer',
  ])('shows %s a plan', async (key) => {
    expect((await get(key, plans, '/plans')).items.length).toBeGreaterThan(0);
  });

  it.each(['stranger', 'administrator', 'privacy-officer', 'directory-editor'])(
    'shows %s no plan at all',
    async (key) => {
      expect((await get(key, plans, '/plans')).items).toEqual([]);
      expect((await get(key, me, '/me')).name).toBe(exampleFigure(key).name);
    },
  );

  it('has text of several hands, and words that another changed', async () => {
    const { id, sections } = await planOf('client');
    const section = sections.find(({ title }) => title === 'Hoe het met mij gaat');
    const { items } = await get(
      'client',
      z.object({ items: z.array(blockAuthorship) }),
      `/plans/${id}/sections/${section?.id}/authorship`,
    );
    expect(new Set(items.map(({ author }) => author.id))).toEqual(
      new Set([exampleFigure('client').id, exampleFigure('poh').id]),
    );
    expect(items.some(({ author, change }) => change !== null && change.by.id !== author.id)).toBe(true);
  });

  it('holds a question that waits for the client', async () => {
    const { items } = await get('client', z.object({ items: z.array(accessRequest) }), '/access-requests');
    expect(items.map(({ person }) => person.name)).toEqual([exampleFigure('nurse').name]);
  });

  it('leaves no login behind that somebody could use', async () => {
    const fresh = await startTestApp();
    const owner = new Client({ connectionString: fresh.database.ownerUrl });
    await owner.connect();
    await ensureExampleData(fresh.app, fresh.database.ownerUrl);
    expect((await owner.query('select from login_session where ended_at is null')).rowCount).toBe(0);
    await owner.end();
    await fresh.close();
  }, 60_000);

  it('uses only telephone numbers that nobody has', async () => {
    const owner = new Client({ connectionString: test.database.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ phone: string }>(
      'select phone from affiliation union select phone from organisation',
    );
    await owner.end();
    for (const { phone } of rows) expect(phone).toMatch(/^06-00 /);
    expect(new Set(examplePeople.map(({ key }) => key)).size).toBe(examplePeople.length);
  });
});
