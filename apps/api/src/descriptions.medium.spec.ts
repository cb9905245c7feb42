import { startTestApp, type TestApp } from './testing/test-app';

const YEAR = 365 * 86_400_000;

describe('security.txt (RFC 9116)', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp({ changes: { securityContact: 'mailto:melden@gemeente.example' } });
  });
  afterAll(() => test.close());

  it('tells anyone, without a login, whom to write, in which languages, and until when that holds', async () => {
    const answer = await fetch(`${test.url}/.well-known/security.txt`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const fields = new Map(
      (await answer.text())
        .trimEnd()
        .split('\n')
        .map((line) => [line.split(': ')[0], line.split(': ').slice(1).join(': ')]),
    );
    expect(Object.fromEntries(fields)).toEqual({
      Contact: 'mailto:melden@gemeente.example',
      Expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      'Preferred-Languages': 'nl, en',
      Canonical: `${test.url}/.well-known/security.txt`,
    });
    const expires = Date.parse(fields.get('Expires') ?? '');
    expect(expires).toBeGreaterThan(Date.now());
    expect(expires).toBeLessThan(Date.now() + YEAR);
  });
});
