import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The oldest go first. */
const MOST_PASSKEYS = 200;

const schema = z.object({
  jwks: z.object({ keys: z.array(z.record(z.string(), z.string())) }),
  cookieKeys: z.array(z.string()),
  accounts: z.array(z.object({ key: z.string(), name: z.string() })),
  passkeys: z
    .array(
      z.object({
        /** Key of the person. */
        person: z.string(),
        id: z.string(),
        /** COSE key as base64url. */
        publicKey: z.string(),
        counter: z.number(),
      }),
    )
    .default([]),
});
type State = z.infer<typeof schema>;

/** What the provider keeps between two starts. */
export type LocalState = State & {
  addAccount(account: State['accounts'][number]): void;
  /** Adds one, or replaces the one with its id. */
  addPasskey(passkey: State['passkeys'][number]): void;
  newNonce(): string;
};

/** Reads `dataDir/dev-idp.json`, or makes it with a new signing key; only its owner may read it. */
export function readLocalState(dataDir: string): LocalState {
  const path = join(dataDir, 'dev-idp.json');
  const write = (content: State): void => {
    mkdirSync(dataDir, { recursive: true });
    // Several instances may share the folder.
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
    renameSync(draft, path);
  };
  const known = read(path);
  const state = known ?? fresh();
  if (known === undefined) write(state);
  const now = (): State => read(path) ?? state;
  return {
    ...state,
    /** Also those that another instance made. */
    get accounts() {
      return now().accounts;
    },
    get passkeys() {
      return now().passkeys;
    },
    addPasskey: (passkey) => {
      const others = now().passkeys.filter(({ id }) => id !== passkey.id);
      write({ ...now(), passkeys: [...others, passkey].slice(-MOST_PASSKEYS) });
    },
    addAccount: (account) => write({ ...now(), accounts: [...now().accounts, account] }),
    newNonce: () => randomBytes(16).toString('base64url'),
  };
}

function read(path: string): State | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined; // The first start; or damaged, and then example logins begin anew.
  }
}

function fresh(): State {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = z.record(z.string(), z.string()).parse(privateKey.export({ format: 'jwk' }));
  const key = { ...jwk, use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') };
  return { jwks: { keys: [key] }, cookieKeys: [randomBytes(32).toString('base64url')], accounts: [], passkeys: [] };
}
