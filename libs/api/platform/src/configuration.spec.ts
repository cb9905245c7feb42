import { ConfigurationError, origins, readConfiguration } from './configuration';

const keep = (_: string, name: string): string =>
  name === 'master-key' ? Buffer.alloc(32, 7).toString('base64url') : 'kept-secret-of-local-mode';
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://o:p@db/samenplan',
  PUBLIC_URL: 'https://samenplan.example',
  OIDC_ISSUER: 'https://login.example',
  OIDC_CLIENT_SECRET: 'a-secret-of-the-provider',
  MASTER_KEY: Buffer.alloc(32, 1).toString('base64url'),
};

const linesOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfiguration(env, keep);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.lines;
    throw error;
  }
  return [];
};

describe('readConfiguration', () => {
  it('asks for reports of weaknesses at the host of the product, or where it is told', () => {
    expect(readConfiguration(production, keep).securityContact).toBe('mailto:security@samenplan.example');
    const SECURITY_CONTACT = 'https://gemeente.example/melden';
    expect(readConfiguration({ ...production, SECURITY_CONTACT }, keep).securityContact).toBe(SECURITY_CONTACT);
    for (const wrong of ['security@gemeente.example', 'http://gemeente.example'])
      expect(linesOf({ ...production, SECURITY_CONTACT: wrong })).toEqual([
        expect.stringMatching(/^SECURITY_CONTACT: /),
      ]);
    const split = readConfiguration({ SECURITY_CONTACT: 'mailto:a@b.example\nExpires: never' }, keep);
    expect(split.securityContact).not.toContain('\n');
  });

  it('needs nothing in local mode and listens for our two local origins', () => {
    const configuration = readConfiguration({}, keep);
    expect(configuration).toMatchObject({
      mode: 'local',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      exampleData: true,
    });
    expect(configuration.masterKey).toHaveLength(32);
    expect(origins(configuration)).toEqual(['http://localhost:3000', 'http://127.0.0.1:3000']);
  });

  it('reads levels and limits per role, and names a malformed one without its value', () => {
    expect(readConfiguration({}, keep)).toMatchObject({
      assuranceByRole: { professional: 'substantial', administrator: 'substantial' },
      sessionIdleMinutes: 60,
      sessionLimits: { professional: { idleMinutes: 30, hours: 12 }, administrator: { idleMinutes: 20, hours: 8 } },
    });
    const given = {
      ASSURANCE_BY_ROLE: ' client=high ',
      SESSION_LIMITS: 'client=5/0.5',
      OIDC_ACR_LEVELS: 'urn:a=b=low',
    };
    expect(readConfiguration(given, keep)).toMatchObject({
      assuranceByRole: { client: 'high' },
      sessionLimits: { client: { idleMinutes: 5, hours: 0.5 } },
      oidc: { acrLevels: { 'urn:a=b': 'low' } },
    });
    for (const [name, wrong] of [
      ['ASSURANCE_BY_ROLE', 'doctor=low'],
      ['ASSURANCE_BY_ROLE', 'client=strong'],
      ['ASSURANCE_BY_ROLE', '=low'],
      ['SESSION_LIMITS', 'client=0/1'],
      ['SESSION_LIMITS', 'client=30/200'],
      ['SESSION_LIMITS', 'client=30'],
      ['OIDC_ACR_LEVELS', 'urn:a'],
    ] as const) {
      const lines = linesOf({ [name]: wrong });
      expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name}: must be pairs`))]);
      expect(lines.join()).not.toContain(wrong);
    }
  });

  it('takes one or several older master keys, and names a malformed one without its value', () => {
    const [one, other] = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
    const previous = (text: string) => readConfiguration({ MASTER_KEY_PREVIOUS: text }, keep).previousMasterKeys;
    expect(previous('')).toEqual([]);
    expect(previous(one.toString('base64url'))).toEqual([one]);
    expect(previous(`${one.toString('base64url')} ${other.toString('base64url')}`)).toEqual([one, other]);
    for (const wrong of ['short', `${one.toString('base64url')} short`, one.toString('hex')]) {
      const lines = linesOf({ MASTER_KEY_PREVIOUS: wrong });
      expect(lines).toEqual([expect.stringMatching(/^MASTER_KEY_PREVIOUS: must be /)]);
      expect(lines.join()).not.toContain(wrong);
    }
  });

  it('names every fault at once', () => {
    const lines = linesOf({
      PORT: '70000',
      DATABASE_URL: 'nonsense',
      MASTER_KEY: 'short',
      LOG_LEVEL: 'loud',
      DATABASE_LIVE_URL: 'postgresql://x/y',
    });
    expect(lines.map((line) => line.split(/[: ]/)[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'MASTER_KEY',
      'LOG_LEVEL',
      'DATABASE_SERVE_URL',
    ]);
  });

  it('names every secret that production lacks, together with faults of form', () => {
    const lines = linesOf({ NODE_ENV: 'production', PORT: 'x' }).join('\n');
    for (const name of ['PORT', 'DATABASE_URL', 'PUBLIC_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_SECRET', 'MASTER_KEY'])
      expect(lines).toContain(name);
  });

  it('never repeats a value, which may be a secret', () => {
    expect(linesOf({ ...production, MASTER_KEY: 'half-a-secret', DATABASE_URL: 'secret-word' }).join('\n')).not.toMatch(
      /half-a-secret|secret-word/,
    );
  });

  it.each([
    [{ EXAMPLE_DATA: 'on' }, 'EXAMPLE_DATA'],
    [{ DEV_IDP_MODULE: 'dist/apps/dev-idp/main.js' }, 'DEV_IDP_MODULE'],
    [{ PUBLIC_URL: 'http://samenplan.example' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://samenplan.example/app' }, 'PUBLIC_URL'],
    [{ OIDC_ISSUER: 'http://login.example' }, 'OIDC_ISSUER'],
  ])('refuses %j in production', (change, name) => {
    expect(linesOf(production)).toEqual([]);
    expect(linesOf({ ...production, ...change }).join()).toContain(name);
  });

  it('has one origin in production', () => {
    expect(origins(readConfiguration(production, keep))).toEqual(['https://samenplan.example']);
  });

  it('treats an empty value as absent', () => {
    expect(readConfiguration({ PORT: '', REDIS_URL: '' }, keep)).toMatchObject({ port: 3000, redisUrl: undefined });
  });
});
