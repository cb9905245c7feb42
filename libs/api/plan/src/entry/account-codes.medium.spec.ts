import { entryRoutes, routes } from '@samenplan/shared/contracts';
import { z } from 'zod';
import { cookieOf, EntryWorld } from '../testing/entry';
import { Caller, TestServer, type Answer } from '../testing/server';

const lookup = entryRoutes.lookUpAccountCode.response;
const code = z.object({ code: z.string() });
const outcome = z.object({ outcome: z.string(), dueAt: z.string().nullable() });
const wrong = [422, 'code-invalid'];

describe('a letter that binds a login', () => {
  let server: TestServer;
  let world: EntryWorld;
  let helper: Caller;

  beforeAll(async () => {
    server = await TestServer.start();
    world = new EntryWorld(server);
  });
  beforeEach(async () => {
    helper = await world.helper();
  });
  afterAll(() => server.stop());

  const claim = (who: Caller, given: string, birthDate: string | null = '1950-03-01'): Promise<Answer> =>
    who.call('POST', '/account-codes/claims', { code: given, birthDate });
  const codeOf = ({ status, body }: Answer): unknown[] => [status, code.parse(body).code];
  /** The same browser after it was bound. */
  const bound = async (who: Caller, given: string, birthDate: string | null): Promise<Caller> => {
    const response = await world.raw(who, '/account-codes/claims', { code: given, birthDate });
    const cookie = z.string().parse(cookieOf(response, 'samenplan'));
    const me = await new Caller('', cookie, server.address).want(routes.getMe.response, 'GET', '/me');
    return new Caller(me.id, cookie, server.address);
  };

  describe('of a client who had none', () => {
    it('is looked up as often as a mail scanner likes, and tells nothing about the client', async () => {
      const { letter, name } = await world.client(helper);
      const who = await world.newcomer();
      for (let look = 0; look < 3; look += 1) {
        const answer = await who.call('POST', '/account-codes/lookups', { code: letter.code });
        expect(lookup.parse(answer.body)).toEqual({
          kind: 'takeover',
          madeBy: 'Joost',
          expiresAt: letter.expiresAt,
          dueAt: null,
        });
        expect(JSON.stringify(answer.body)).not.toContain(name);
      }
      expect((await claim(who, letter.code)).status).toBe(200);
    });

    it('gives the own plan to the own login, ends whatever was going on with help, and is used once', async () => {
      const { letter, planId } = await world.client(helper);
      const assisted = await world.assisted(helper, planId);
      const client = await bound(await world.newcomer(), letter.code, '1950-03-01');
      expect(client.id).toBe(await world.clientOf(planId));
      expect((await client.get(`/plans/${planId}`)).status).toBe(200);
      expect((await assisted.get('/me')).status).toBe(401);
      expect(codeOf(await claim(await world.newcomer(), letter.code))).toEqual(wrong);
      const { items } = await client.want(
        entryRoutes.listHelpedDecisions.response,
        'GET',
        `/plans/${planId}/helped-decisions`,
      );
      expect(items.map(({ kind }) => kind)).toEqual(['assisted']);
      const again = await helper.call('POST', `/plans/${planId}/assisted-sessions`, { present: true });
      expect(code.parse(again.body).code).toBe('assisted-needs-consent');
    });

    it('binds nobody with another date of birth, and is worth nothing after five of those', async () => {
      const { letter } = await world.client(helper);
      const who = await world.newcomer();
      for (let guess = 0; guess < 4; guess += 1)
        expect(codeOf(await claim(who, letter.code, '1950-01-03'))).toEqual(wrong);
      expect(codeOf(await claim(who, letter.code, null))).toEqual(wrong);
      expect(codeOf(await claim(who, letter.code))).toEqual(wrong);
      expect(codeOf(await who.call('POST', '/account-codes/lookups', { code: letter.code }))).toEqual(wrong);
    });

    it('is not for somebody who is somebody already: the helper, a client, a professional', async () => {
      const { letter } = await world.client(helper);
      const { caller } = await server.client('Noor');
      for (const who of [helper, caller, await world.helper('Kim')])
        expect(codeOf(await claim(who, letter.code))).toEqual([409, 'account-in-use']);
    });

    it('ends when another one is printed, and is printed by who may help only', async () => {
      const { letter, planId } = await world.client(helper);
      const address = `/plans/${planId}/takeover-letters`;
      const next = await helper.want(entryRoutes.makeTakeoverLetter.response, 'POST', address);
      expect(codeOf(await claim(await world.newcomer(), letter.code))).toEqual(wrong);
      expect((await (await world.helper('Kim')).call('POST', address)).status).toBe(404);
      expect((await claim(await world.newcomer(), next.code)).status).toBe(200);
      expect((await helper.call('POST', address)).status).toBe(403);
    });

    it('goes to one of several who try at the same moment', async () => {
      const { letter } = await world.client(helper);
      const people = [await world.newcomer(), await world.newcomer(), await world.newcomer()];
      const answers = await Promise.all(people.map((who) => claim(who, letter.code)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    });
  });

  describe('of somebody who lost the login', () => {
    const withLetter = async (): Promise<{ old: Caller; code: string }> => {
      const { caller } = await server.client('Noor');
      await world.bind(caller.id);
      return { old: caller, code: (await caller.want(code, 'POST', '/me/recovery-letter')).code };
    };
    const letterOf = (who: Caller) => who.want(entryRoutes.getRecoveryLetter.response, 'GET', '/me/recovery-letter');

    it('waits three days in which the earlier login is told and can refuse', async () => {
      const { old, code: given } = await withLetter();
      const finder = await world.newcomer();
      const first = outcome.parse((await claim(finder, given, '1980-05-17')).body);
      expect(first.outcome).toBe('waiting');
      expect(Math.round((Date.parse(z.string().parse(first.dueAt)) - Date.now()) / 3_600_000)).toBe(72);
      expect(outcome.parse((await claim(finder, given, '1980-05-17')).body)).toEqual(first);
      expect((await letterOf(old)).claimDueAt).toBe(first.dueAt);
      const { rows } = await server.owner.query('select kind from notice where person_id = $1', [old.id]);
      expect(rows).toEqual([{ kind: 'account-asked' }]);
      expect((await old.call('DELETE', '/me/recovery-letter')).status).toBe(204);
      expect(await letterOf(old)).toEqual({ letter: null, claimDueAt: null });
      expect(codeOf(await claim(finder, given, '1980-05-17'))).toEqual(wrong);
      expect((await old.get('/plans')).status).toBe(200);
    });

    it('then ends the earlier login: its sessions, and its way in', async () => {
      const { old, code: given } = await withLetter();
      const finder = await world.newcomer();
      await claim(finder, given, '1980-05-17');
      await server.owner.query('update account_code set due_at = clock_timestamp() where person_id = $1', [old.id]);
      const now = await bound(finder, given, '1980-05-17');
      expect(now.id).toBe(old.id);
      expect((await old.get('/me')).status).toBe(401);
      expect(await world.loginsOf(old.id)).toBe(1);
      expect(await world.loginsOf(finder.id)).toBe(0);
    });

    it('is worth nothing when two people say that they are the same person', async () => {
      const { code: given } = await withLetter();
      const [one, two] = [await world.newcomer(), await world.newcomer()];
      await claim(one, given, '1980-05-17');
      expect(codeOf(await claim(two, given, '1980-05-17'))).toEqual(wrong);
      expect(codeOf(await claim(one, given, '1980-05-17'))).toEqual(wrong);
    });

    it('is made by clients and those beside them, not by professionals, and keeps of its code only a hash', async () => {
      expect((await helper.call('POST', '/me/recovery-letter')).status).toBe(403);
      const { code: given } = await withLetter();
      const { rows } = await server.owner.query<{ row: string }>(
        'select row_to_json(c)::text as row from account_code c',
      );
      for (const { row } of rows) {
        expect(row).not.toContain(given);
        expect(row).not.toContain(Buffer.from(given).toString('hex'));
      }
    });
  });

  it('can not be found by trying codes', async () => {
    const who = await world.newcomer();
    const { letter } = await world.client(helper);
    for (let guess = 0; guess < 10; guess += 1) expect(codeOf(await claim(who, 'ABCDEFGH23'))).toEqual(wrong);
    expect((await claim(who, letter.code)).status).toBe(429);
  });
});
