import { createHmac, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Client } from 'pg';
import { z } from 'zod';
import type { MasterKey } from './cipher';
import { FIRST_PAGE, storedKinds, type KeyStore, type StoredKey } from './keys';
import { StartError } from './start-error';

/** How long a backup of keys is kept: until then what was destroyed could still be read with an older backup. */
export const KEY_BACKUP_DAYS = 30;
const PAGE = 1_000;
const NAME = /^samenplan-keys-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.jsonl$/;
const FORMAT = 'samenplan-keys';
const MAC_PURPOSE = 'key-backup';

const header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Whose derived key signs the file. */
  masterKeyId: z.string(),
});
const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
const line = z.tuple([
  z.uuid(),
  z.enum(storedKinds),
  z.uuid(),
  z.uuid().nullable(),
  z.string().nullable(),
  base64.nullable(),
  base64.nullable(),
]);
const signature = z.object({ keys: z.int(), mac: z.base64url() });

/**
 * Writes all keys, wrapped as they are, with the marks of destroyed ones: a line that says what this is, a line per
 * key, and a line with an HMAC over all before it. Nothing in it can be read without the master key.
 * @param path must not exist yet; appears only when it is whole
 * @returns how many keys
 */
export async function backUpKeys(
  owner: Client,
  store: KeyStore,
  masterKey: MasterKey,
  { path, now }: { readonly path: string; readonly now: Date },
): Promise<number> {
  const draft = `${path}.part`;
  const mac = createHmac('sha256', masterKey.derive(MAC_PURPOSE));
  const file = await open(draft, 'wx', 0o600);
  let keys = 0;
  const write = async (value: unknown): Promise<void> => {
    const text = `${JSON.stringify(value)}\n`;
    mac.update(text);
    await file.write(text);
  };
  try {
    await write(header.parse({ format: FORMAT, version: 1, createdAt: now.toISOString(), masterKeyId: masterKey.id }));
    await owner.query('begin isolation level repeatable read read only');
    for (let after: string | undefined = FIRST_PAGE; after !== undefined;) {
      const page: StoredKey[] = await store.page(owner, 'all', after, PAGE);
      for (const key of page) await write(lineOf(key));
      keys += page.length;
      after = page.at(-1)?.id;
    }
    await owner.query('commit');
    await file.write(`${JSON.stringify({ keys, mac: mac.digest('base64url') })}\n`);
    await file.sync();
    await rename(draft, path);
    return keys;
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
}

const lineOf = ({ id, kind, ownerId, parentId, masterKeyId, content }: StoredKey): z.input<typeof line> => {
  const text = (bytes: Uint8Array | undefined): string | null =>
    bytes === undefined ? null : Buffer.from(bytes).toString('base64');
  return [id, kind, ownerId, parentId, masterKeyId, text(content?.wrapped), text(content?.nonce)];
};

/** Name of a backup in a folder of backups. */
export const keyBackupName = (now: Date): string =>
  `samenplan-keys-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.jsonl`;

/** Removes backups that are too old from a folder, by the date in their name. @returns how many */
export async function pruneKeyBackups(folder: string, now: Date): Promise<number> {
  const oldest = now.getTime() - KEY_BACKUP_DAYS * 86_400_000;
  let pruned = 0;
  for (const name of await readdir(folder)) {
    const [, ...parts] = NAME.exec(name) ?? [];
    if (parts.length === 0) continue;
    const [year = 0, month = 0, ...rest] = parts.map(Number);
    if (Date.UTC(year, month - 1, ...rest) >= oldest) continue;
    await rm(join(folder, name));
    pruned += 1;
  }
  return pruned;
}

/**
 * A backup whose signature has been checked, line by line.
 * @throws StartError in one sentence: not a backup, changed, cut off, or signed by a master key that is not set
 */
export async function checkKeyBackup(path: string, masterKey: MasterKey): Promise<z.output<typeof header>> {
  let first: z.output<typeof header> | undefined;
  let mac: ReturnType<typeof createHmac> | undefined;
  let count = -1;
  let end: string | undefined;
  for await (const text of linesOf(path)) {
    if (mac === undefined) {
      first = header.safeParse(parseJson(text)).data;
      if (first === undefined) break;
      const key = masterKey.derive(MAC_PURPOSE, first.masterKeyId);
      if (key === undefined)
        throw new StartError(
          'This key backup was made under a master key that is not set: add that key to MASTER_KEY_PREVIOUS.',
        );
      mac = createHmac('sha256', key);
    }
    if (end !== undefined) {
      mac.update(`${end}\n`);
      count += 1;
    }
    end = text;
  }
  if (first === undefined || mac === undefined) throw new StartError('This file is not a key backup of Samenplan.');
  const last = signature.safeParse(parseJson(end ?? '')).data;
  const [made, given] = [mac.digest(), Buffer.from(last?.mac ?? '', 'base64url')];
  if (last?.keys !== count || made.length !== given.length || !timingSafeEqual(made, given))
    throw new StartError('This key backup was changed or is not whole: nothing was restored from it.');
  return first;
}

/** The keys of a backup; only after {@link checkKeyBackup}. */
export async function* keysIn(path: string): AsyncGenerator<StoredKey> {
  for await (const text of linesOf(path)) {
    const parsed = line.safeParse(parseJson(text));
    if (!parsed.success) continue; // The first line and the last one.
    const [id, kind, ownerId, parentId, masterKeyId, wrapped, nonce] = parsed.data;
    const content = wrapped === null || nonce === null ? null : { wrapped, nonce };
    yield { id, kind, ownerId, parentId, masterKeyId, content };
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) throw new StartError('The key backup can not be read: check its name and who may read it.');
  await file.close();
  yield* createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not a line of a backup; the caller says so.
  }
}
