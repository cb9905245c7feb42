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
    const own = set.filter((name) => !name.startsWith('POSTGRES_'));
    expect(own.length).toBeGreaterThan(5);
    for (const name of own) expect(configurationTable()).toContain(`| \`${name}\` |`);
  });
});
