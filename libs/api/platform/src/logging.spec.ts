import { Writable } from 'node:stream';
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Log } from './logging';

const recorder = (): { lines: string[]; stream: Writable } => {
  const lines: string[] = [];
  return { lines, stream: new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }) };
};

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

  it('has one line per request without query, cookie or authorization', async () => {
    const { lines, stream } = recorder();
    const middleware = new Log('debug', stream).requests();
    const server = createServer((incoming, response) => middleware(incoming, response, () => response.end('ok')));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const call = request({
      port,
      path: '/api/v1/recipients?search=Jansen',
      headers: { cookie: 'samenplan=token', authorization: 'Bearer token' },
    });
    const [response] = await once(call.end(), 'response');
    await once(response.resume(), 'end');
    server.close();
    await once(server, 'close');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"path":"/api/v1/recipients"');
    expect(lines[0]).not.toMatch(/Jansen|token/);
  });
});
