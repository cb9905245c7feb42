import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from './accounts';
import { clickAssurance, isStrong, levels, strongAssurance } from './assurance';
import { createDevIdp } from './create-dev-idp';
import { readLocalState } from './local-state';
import { chooserPage } from './pages';

const dataDir = mkdtempSync(join(tmpdir(), 'samenplan-idp-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const client = { key: 'client', name: 'Test Cliënt', role: 'cliënt', about: 'Heeft een plan.' };

describe('the local provider', () => {
  it('refuses to exist in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    const options = {
      issuer: 'http://localhost:1/dev-idp',
      redirectUris: [],
      postLogoutRedirectUris: [],
      clientId: 'x',
      clientSecret: 'x',
      dataDir,
      people: [],
    };
    try {
      await expect(createDevIdp(options)).rejects.toThrow('does not run in production');
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });

  it('keeps new accounts and its signing key over a restart, for its owner only', () => {
    const first = readLocalState(dataDir);
    const made = new Accounts([client], first).choose('new', ' Nieuwe Mens ');
    expect(made).toMatchObject({ name: 'Nieuwe Mens' });
    const second = readLocalState(dataDir);
    expect(second.jwks).toEqual(first.jwks);
    expect(new Accounts([client], second).all().map(({ name }) => name)).toEqual(['Test Cliënt', 'Nieuwe Mens']);
    expect(statSync(join(dataDir, 'dev-idp.json')).mode & 0o777).toBe(0o600);
  });

  it('knows nobody under another key, and takes no empty name', () => {
    const accounts = new Accounts([client], readLocalState(dataDir));
    expect([accounts.choose('nobody', ''), accounts.choose('new', ' '), accounts.choose('new', 'a\nb')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reads a state from before passkeys, and keeps those that are made for its owner only', () => {
    const old = JSON.parse(readFileSync(join(dataDir, 'dev-idp.json'), 'utf8')) as Record<string, unknown>;
    delete old['passkeys'];
    writeFileSync(join(dataDir, 'dev-idp.json'), JSON.stringify(old));
    const passkey = { person: 'client', id: 'a', publicKey: 'b', counter: 0 };
    const state = readLocalState(dataDir);
    state.addPasskey(passkey);
    state.addPasskey({ ...passkey, counter: 1 });
    expect(readLocalState(dataDir)).toMatchObject({ jwks: old['jwks'], passkeys: [{ ...passkey, counter: 1 }] });
    expect(statSync(join(dataDir, 'dev-idp.json')).mode & 0o777).toBe(0o600);
  });

  it('lets a click count for the ordinary login of a person, and asks a passkey for more', () => {
    expect(clickAssurance({ ...client, assurance: 'low' })).toBe(levels.low);
    expect(clickAssurance(client)).toBe(levels.substantial);
    expect([isStrong({ acr_values: levels.low }), isStrong({ acr_values: levels.high })]).toEqual([false, true]);
    expect(strongAssurance({ acr_values: `${levels.substantial} ${levels.high}` })).toBe(levels.substantial);
    expect(strongAssurance({ acr_values: levels.high })).toBe(levels.high);
  });

  it('shows a name as text', () => {
    expect(chooserPage('/x', [{ ...client, name: '<img src=x onerror=alert(1)>' }])).not.toContain('<img');
  });
});
