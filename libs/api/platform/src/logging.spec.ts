import { Writable } from 'node:stream';
import { createServer, request, type RequestOptions } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Log } from './logging';

const recorder = (): { lines: string[]; stream: Writable } => {
  const lines: string[] = [];
  return { lines, stream: new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }) };
};

/** One request through the middleware; `work` happens before it is answered. */
async function ask(
  log: Log,
  options: RequestOptions,
  work: () => Promise<void> = async () => undefined,
): Promise<void> {
  const middleware = log.requests();
  const server = createServer((incoming, response) =>
    middleware(incoming, response, () => void work().then(() => response.end('ok'))),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const call = request({ ...options, port: (server.address() as AddressInfo).port });
  const [response] = await once(call.end(), 'response');
  await once(response.resume(), 'end');
  server.close();
  await once(server, 'close');
}

describe('the log', () => {
  it('leaves out what an error quotes and keeps where it came from', () => {
    const { lines, stream } = recorder();
    const error = Object.assign(new Error('duplicate key: (name)=(Jan Jansen)'), {
      code: '23505',
      detail: 'Jan Jansen',
      parameters: ['Jan Jansen'],
    });
    new Log('info', stream).error('failed', error, { traceId: 't' });
    expect(lines.join()).not.toContain('Jansen');
    expect(lines.join()).toMatch(/23505.*logging\.spec/s);
  });

  it.each([
    ['/api/v1/plans/5f0c1f7e-0000-4000-8000-000000000001/sections/5F0C1F7E-0000-4000-8000-000000000002', 2],
    ['/code/K7M2-P9', 1],
    ['/api/v1/plans/Jan%20Jansen', 1],
    ['/api/v1/plans', 0],
  ])('puts a tag for whatever is no word of a route in %s', async (path, tags) => {
    const { lines, stream } = recorder();
    await ask(new Log('debug', stream), { path });
    const logged = (JSON.parse(lines[0] ?? '{}') as { req: { path: string } }).req.path;
    expect(logged.match(/\/[\da-f]{12}(?=\/|$)/g)?.length ?? 0).toBe(tags);
    expect(logged).not.toMatch(/Jansen|K7M2|-0000-/);
  });

  it('writes the trace id of a request on every line of it: the given one, when it is one', async () => {
    const given = '4bf92f3577b34da6a3ce929d0e0e4736';
    for (const [traceparent, expected] of [
      [`00-${given}-00f067aa0ba902b7-01`, new RegExp(given)],
      [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, /^(?!0{32})[\da-f]{32}$/],
      [`00-${given}`, new RegExp(`^(?!${given})[\\da-f]{32}$`)],
      ['Jan Jansen', /^[\da-f]{32}$/],
    ] as const) {
      const { lines, stream } = recorder();
      const log = new Log('debug', stream);
      await ask(log, { path: '/', headers: { traceparent } }, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        log.info('meanwhile');
      });
      const ids = lines.map((line) => (JSON.parse(line) as { traceId: string }).traceId);
      expect(ids).toEqual([expect.stringMatching(expected), ids[0]]);
    }
  });

  it('has one line per request without query, cookie or authorization', async () => {
    const { lines, stream } = recorder();
    await ask(new Log('debug', stream), {
      path: '/api/v1/recipients?search=Jansen',
      headers: { cookie: 'samenplan=token', authorization: 'Bearer token' },
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"path":"/api/v1/recipients"');
    expect(lines[0]).not.toMatch(/Jansen|token/);
  });
});
