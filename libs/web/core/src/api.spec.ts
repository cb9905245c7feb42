import { TestBed } from '@angular/core/testing';
import { addressOf, Api } from './api';
import { ApiProblem } from './api-problem';
import { routes } from './routes';
import { testAnswer as answer } from './testing-answers';

describe('requests to the API', () => {
  const asked: [string, RequestInit | undefined][] = [];
  let reply: () => Promise<Response>;
  let api: Api;

  beforeEach(() => {
    asked.length = 0;
    globalThis.fetch = (address, request) => {
      asked.push([String(address), request]);
      return reply();
    };
    api = TestBed.inject(Api);
  });

  it('fills in parameters so that they cannot change the path, and leaves out empty query values', () => {
    expect(addressOf('/plans/{planId}', { params: { planId: '../me?x=1' } })).toBe('/api/v1/plans/..%2Fme%3Fx%3D1');
    expect(addressOf('/recipients', { query: { search: 'a b', cursor: undefined } })).toBe(
      '/api/v1/recipients?search=a+b',
    );
  });

  it('sends the body as JSON and gives the answer', async () => {
    reply = async () => answer(201, { id: 'p1' });
    await expect(api.call(routes.createPlan, { body: { title: 'Mijn plan' } })).resolves.toEqual({ id: 'p1' });
    expect(asked[0]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"title":"Mijn plan"}',
      credentials: 'same-origin',
      cache: 'no-store',
    });
  });

  it('gives nothing for an answer without content', async () => {
    reply = async () => answer(204);
    await expect(api.call(routes.cancelPlanStart, { params: { startId: 's1' } })).resolves.toBeUndefined();
  });

  it('turns an error answer into its code, with the number to tell and the names of wrong fields', async () => {
    reply = async () =>
      answer(
        422,
        { code: 'code-invalid', traceId: 't1', errors: [{ path: 'code', message: 'x' }] },
        'application/problem+json',
      );
    await expect(api.call(routes.lookUpPlanStart, { body: { code: 'x' } })).rejects.toMatchObject({
      code: 'code-invalid',
      status: 422,
      traceId: 't1',
      fields: ['code'],
    });
  });

  it('understands the page of a proxy, a cut-off body and an unknown code by their status', async () => {
    reply = async () => answer(502, '<h1>Bad gateway</h1>', 'text/html');
    await expect(api.call(routes.getMe, {})).rejects.toMatchObject({ code: 'unavailable' });
    reply = async () => answer(404, '{"code":');
    await expect(api.call(routes.getMe, {})).rejects.toMatchObject({ code: 'not-found' });
    reply = async () => answer(403, { code: 'toString' });
    await expect(api.call(routes.getMe, {})).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('calls a request without an answer offline, and knows again when one comes', async () => {
    reply = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(api.call(routes.getMe, {})).rejects.toEqual(new ApiProblem('offline', 0));
    expect(api.reachable()).toBe(false);
    reply = async () => answer(200, {});
    await api.call(routes.getMe, {});
    expect(api.reachable()).toBe(true);
  });

  it('does not call an aborted request offline', async () => {
    reply = () => Promise.reject(new DOMException('stopped', 'AbortError'));
    await expect(api.call(routes.getMe, {})).rejects.toHaveProperty('name', 'AbortError');
    expect(api.reachable()).toBe(true);
  });

  it('counts answers that say the login is gone', async () => {
    reply = async () => answer(401, { code: 'login-required' });
    await expect(api.call(routes.listPlans, {})).rejects.toMatchObject({ code: 'login-required' });
    expect(api.refusedLogins()).toBe(1);
  });
});
