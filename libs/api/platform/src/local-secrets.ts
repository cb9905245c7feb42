import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error';

/**
 * A secret that local mode makes once and keeps in `dataDir/<name>`, readable by its owner only.
 * Two processes that start together agree on the same one, and no crash leaves half a key.
 * @returns base64url of `bytes` random bytes
 * @throws StartError when the folder can't be made, read or written
 */
export function keepLocalSecret(dataDir: string, name: string, bytes: number): string {
  const path = join(dataDir, name);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    if (!existsSync(path)) create(path, randomBytes(bytes).toString('base64url'));
    const secret = readFileSync(path, 'utf8').trim();
    if (Buffer.from(secret, 'base64url').length !== bytes)
      throw new StartError(
        `${path} is damaged: restore it from a backup. Without the right key stored text can't be read.`,
      );
    return secret;
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The data folder ${dataDir} can't be used (${reason(error)}): set DATA_DIR to a folder that this user may write.`,
    );
  }
}

/** Writes the whole file under another name and links it: the first of two processes wins. */
function create(path: string, content: string): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, content, { mode: 0o600, flush: true });
    linkSync(draft, path);
  } catch (error) {
    if (reason(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

const reason = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
