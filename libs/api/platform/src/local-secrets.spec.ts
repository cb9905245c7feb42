import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepLocalSecret } from './local-secrets';
import { StartError } from './start-error';

describe('keepLocalSecret', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'samenplan-secret-'));
    folders.push(path);
    return path;
  };
  afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

  it('makes a secret once, for its owner only, and leaves no draft', () => {
    const dir = join(folder(), 'new');
    const secret = keepLocalSecret(dir, 'master-key', 32);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(keepLocalSecret(dir, 'master-key', 32)).toBe(secret);
    expect(statSync(join(dir, 'master-key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir)).toEqual(['master-key']);
  });

  it('refuses a damaged secret instead of making another', () => {
    const dir = folder();
    writeFileSync(join(dir, 'master-key'), 'half');
    expect(() => keepLocalSecret(dir, 'master-key', 32)).toThrow(StartError);
  });

  it('says in one sentence that the folder is of no use', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(() => keepLocalSecret(join(file, 'below'), 'master-key', 32)).toThrow(/DATA_DIR/);
  });
});
