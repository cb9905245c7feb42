import { TestBed } from '@angular/core/testing';
import { Api } from './api';
import { routes } from './routes';
import { Session } from './session';
import { testAnswer } from './testing-answers';

const me = { id: 'p1', name: 'Samira', roles: ['client'], positions: [], acr: null };

describe('session', () => {
  let status = 200;
  let loginEndsAt = '2099-01-01T00:00:00Z';
  let loginEndsAtLatest = '2099-01-01T00:00:00Z';
  const sent: string[] = [];
  let broken = false;

  beforeEach(() => {
    status = 200;
    broken = false;
    loginEndsAt = loginEndsAtLatest = '2099-01-01T00:00:00Z';
    sent.length = 0;
    globalThis.fetch = async (address) => {
      sent.push(String(address));
      if (broken) throw new TypeError('Failed to fetch');
      if (String(address).endsWith('/login-extensions'))
        return testAnswer(200, { endsAt: loginEndsAtLatest, endsAtLatest: loginEndsAtLatest });
      const ends = { loginEndsAt, loginEndsAtLatest };
      return testAnswer(status, status === 200 ? { ...me, ...ends } : { code: 'login-required' });
    };
  });

  it('knows who is logged in, and the roles', async () => {
    const session = TestBed.inject(Session);
    expect(await session.ready()).toBe('in');
    expect(session.me()?.name).toBe('Samira');
    expect([session.has('client'), session.has('professional')]).toEqual([true, false]);
  });

  it('is out when nobody logged in here', async () => {
    status = 401;
    expect(await TestBed.inject(Session).ready()).toBe('out');
  });

  it('tells an unreachable server from not being logged in, and asks again later', async () => {
    broken = true;
    const session = TestBed.inject(Session);
    expect(await session.ready()).toBe('unreachable');
    broken = false;
    expect(await session.ready()).toBe('in');
  });

  it('ends when any answer says that the login is gone', async () => {
    const session = TestBed.inject(Session);
    await session.ready();
    status = 401;
    await TestBed.inject(Api)
      .call(routes.listPlans, {})
      .catch(() => undefined);
    TestBed.tick();
    expect(session.state()).toBe('ended');
  });

  it('does not end because the connection is away', async () => {
    const session = TestBed.inject(Session);
    await session.ready();
    broken = true;
    await session.check();
    expect(session.state()).toBe('in');
  });

  it('warns in the last minutes of a login', async () => {
    loginEndsAt = new Date(Date.now() + 4 * 60_000).toISOString();
    const session = TestBed.inject(Session);
    await session.ready();
    expect(session.warning()).toEqual({ minutes: 10, final: false });
    await session.extend();
    expect(session.warning()).toBeNull();
  });

  it('goes on by itself when somebody does something, until the latest end: then it only warns', async () => {
    loginEndsAt = new Date(Date.now() + 60_000).toISOString();
    const session = TestBed.inject(Session);
    await session.ready();
    const realNow = Date.now;
    const now = realNow();
    Date.now = () => now + 2_000;
    dispatchEvent(new Event('keydown'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toEqual(['/api/v1/me', '/api/v1/me/login-extensions']);
    loginEndsAt = loginEndsAtLatest = new Date(now + 60_000).toISOString();
    await session.check();
    expect(session.warning()).toEqual({ minutes: 2, final: true });
    Date.now = () => now + 10_000;
    dispatchEvent(new Event('keydown'));
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent.filter((address) => address.endsWith('extensions'))).toHaveLength(1);
    Date.now = realNow;
  });

  it('says that logging out failed instead of pretending', async () => {
    const session = TestBed.inject(Session);
    await session.ready();
    broken = true;
    await expect(session.logout()).rejects.toMatchObject({ code: 'offline' });
    expect(session.state()).toBe('in');
  });
});
