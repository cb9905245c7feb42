import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationTable } from './configuration-table';

const root = join(import.meta.dirname, '../../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the table of settings', () => {
  it('is committed as it is generated (npm run docs)', () => {
    expect(read('docs/configuration.md')).toBe(configurationTable());
  });

  it('knows every variable that the compose file sets', () => {
    const set = [...read('docker/compose.yaml').matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name ?? '');
    const others = /^POSTGRES_|^REDISCLI_AUTH$|^DOMAIN$/;
    const own = set.filter((name) => !others.test(name));
    expect(own.length).toBeGreaterThan(5);
    for (const name of own) expect(configurationTable()).toContain(`| \`${name}\` |`);
  });
});

describe('the compose file', () => {
  const compose = read('docker/compose.yaml');
  const instances = [...compose.matchAll(/^ {2}(samenplan-\d):(.*)$/gm)];

  it('runs three equal instances, with Redis between them and a health check for each', () => {
    expect(instances.map(([, , body]) => body?.trim())).toEqual(['&samenplan', '*samenplan', '*samenplan']);
    expect(compose).toMatch(/^ {6}REDIS_URL: redis:\/\/:\$\{REDIS_PASSWORD\}@redis:6379$/m);
    expect(read('docker/Dockerfile')).toMatch(/^HEALTHCHECK .*\/health\/ready/m);
  });

  it('gives an instance the time to drain', () => {
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(10);
  });

  it('has no secret in it: they come from the environment, and the example names each of them', () => {
    const example = read('docker/example.env');
    const asked = [...compose.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? '');
    for (const name of new Set(asked)) expect(example).toMatch(new RegExp(`^${name}=(samenplan)?$`, 'm'));
    for (const [line] of compose.matchAll(/^.*(PASSWORD|SECRET|KEY|TOKEN|AUTH): .*$/gm)) expect(line).toMatch(/: \$\{/);
  });

  it('sends people to every instance in turn, to none that is not ready, and ties nobody to one', () => {
    const proxy = read('docker/Caddyfile');
    const upstreams = /reverse_proxy (.*) \{/.exec(proxy)?.[1]?.split(' ');
    expect(upstreams).toEqual(instances.map(([, name]) => `${name}:3000`));
    expect(proxy).toContain('health_uri /health/ready');
    expect(proxy).not.toMatch(/ip_hash|cookie|client_ip_hash|uri_hash|header /);
  });
});
