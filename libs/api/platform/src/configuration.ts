import { resolve } from 'node:path';
import { z } from 'zod';
import { messageFaults, messageSettings, messageVariables, type MessageSettings } from './configuration-messages';
import type { Assurance, Role } from '@samenplan/shared/contracts';
import { keepLocalSecret } from './local-secrets';
import {
  assuranceByRoleDefault,
  pairsVariable,
  readPairs,
  sessionLimitsDefault,
  type LoginLimits,
} from './login-settings';

const base64url32 = /^[A-Za-z0-9_-]{43}=?$/;
const base64url32List = /^([A-Za-z0-9_-]{43}=?)([\s,]+[A-Za-z0-9_-]{43}=?)*$/;
const port = z.coerce.number().int().min(1).max(65_535);
const webAddress = z.url({ protocol: /^https?$/ });
/** As RFC 9116 wants it: an address that can be followed, on one line. */
const contactAddress = z.url({ protocol: /^(https|mailto|tel)$/, normalize: true });
const databaseAddress = z.url({ protocol: /^postgres(ql)?$/ });

/**
 * Every environment variable of the product. The descriptions are the source of the table in the documentation.
 * An empty value counts as absent, so that `VARIABLE=` in a compose file means "not set".
 */
export const variables = {
  NODE_ENV: z.string().default('development').describe('`production` switches local mode off'),
  PORT: port.default(3000).describe('Port of everything: web app, API, sockets'),
  DATA_DIR: z
    .string()
    .default('.data')
    .describe(
      'Folder of the embedded PostgreSQL, of secrets made in local mode, and of `log-heads` (see operations.md)',
    ),
  DATABASE_URL: databaseAddress
    .optional()
    .describe('PostgreSQL as the owner role; absent: embedded PostgreSQL (local mode only)'),
  DATABASE_SERVE_URL: databaseAddress
    .optional()
    .describe('The same database as role samenplan_serve; absent: the role is made at start'),
  DATABASE_LIVE_URL: databaseAddress
    .optional()
    .describe('The same database as role samenplan_live; absent: the role is made at start'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10).describe('Connections per role and process'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe('Redis for hints between instances; absent: one process'),
  PUBLIC_URL: webAddress
    .optional()
    .describe('Address people type, without a path; default http://localhost:PORT in local mode'),
  OIDC_ISSUER: webAddress
    .optional()
    .describe('OpenID provider; default in local mode: the example provider under /dev-idp'),
  OIDC_CLIENT_ID: z.string().default('samenplan').describe('Client id at the OpenID provider'),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe('Client secret at the OpenID provider; made in local mode'),
  OIDC_ACR_VALUES: z.string().optional().describe('Accepted levels of assurance, separated by spaces; absent: any'),
  OIDC_ACR_LEVELS: pairsVariable('acrLevels', '', 'urn:example:strong=substantial').describe(
    'Levels of acr values that are not of eIDAS, eToegang or DigiD, as value=level',
  ),
  ASSURANCE_BY_ROLE: pairsVariable('assuranceByRole', assuranceByRoleDefault, 'professional=substantial').describe(
    'Level that a login needs per role: low, substantial or high; other roles: low',
  ),
  MASTER_KEY: z
    .string()
    .regex(base64url32, 'must be 32 bytes as base64url (openssl rand 32 | basenc --base64url)')
    .optional()
    .describe('Key of all keys: 32 bytes as base64url; made in local mode'),
  MASTER_KEY_PREVIOUS: z
    .string()
    .regex(base64url32List, 'must be one or more keys of 32 bytes as base64url, separated by spaces')
    .optional()
    .describe('Older master keys, separated by spaces; they only unwrap, until `npm run keys:rotate` has ended'),
  SESSION_HOURS: z.coerce
    .number()
    .positive()
    .max(168)
    .default(12)
    .describe('Hours after which a login ends, whatever is done'),
  SESSION_IDLE_MINUTES: z.coerce
    .number()
    .positive()
    .max(10_080)
    .default(60)
    .describe('Minutes without use after which a login ends'),
  SESSION_LIMITS: pairsVariable('sessionLimits', sessionLimitsDefault, 'professional=30/12').describe(
    'Stricter limits per role, as role=minutes without use/hours at most; of several the strictest counts',
  ),
  INVITATION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(180)
    .default(42)
    .describe('Days that the code of an invitation is valid'),
  METRICS_TOKEN: z.string().min(16).optional().describe('Bearer token for /metrics; absent in production: no /metrics'),
  ...messageVariables,
  JOBS: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether this process does work by the clock (reminders, mail, cleaning); at least one process must'),
  SECURITY_CONTACT: contactAddress
    .optional()
    .describe(
      'Where to report a weakness (mailto:, https: or tel:), for security.txt; default mailto:security@ the host of PUBLIC_URL',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .optional()
    .describe('Least severe log line shown; default info in production, warn in local mode'),
  EXAMPLE_DATA: z
    .enum(['on', 'off'])
    .optional()
    .describe('Example people and plans on the first start; default on in local mode, refused in production'),
  DEV_IDP_MODULE: z.string().optional().describe('Bundle of the local OpenID provider; refused in production'),
  WEB_ROOT: z.string().default('dist/apps/web').describe('Folder of the built web app'),
} as const;

const schema = z.object(variables);
type Variables = z.infer<typeof schema>;

/** One or more settings are wrong; `lines` says which, one sentence each, never with a value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** Validated settings. Abstract so that it serves as injection token as well. */
export abstract class Configuration {
  /** Local mode: one machine, loopback only, secrets made on the spot. */
  abstract readonly mode: 'local' | 'production';
  abstract readonly port: number;
  /** Absolute path. */
  abstract readonly dataDir: string;
  abstract readonly databaseUrl: string | undefined;
  abstract readonly databaseServeUrl: string | undefined;
  abstract readonly databaseLiveUrl: string | undefined;
  abstract readonly databasePool: number;
  abstract readonly redisUrl: string | undefined;
  /** Origin without a trailing slash. */
  abstract readonly publicUrl: string;
  abstract readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Accepted levels of assurance; empty means any. */
    readonly acrValues: readonly string[];
    /** Levels of `acr` values that the product does not know by itself. */
    readonly acrLevels?: Readonly<Partial<Record<string, Assurance>>>;
  };
  /** 32 bytes. */
  abstract readonly masterKey: Uint8Array;
  /** 32 bytes each: master keys that only unwrap. */
  abstract readonly previousMasterKeys: readonly Uint8Array[];
  /** Level that a login needs per role; absent: low. */
  abstract readonly assuranceByRole: Readonly<Partial<Record<Role, Assurance>>>;
  abstract readonly sessionHours: number;
  abstract readonly sessionIdleMinutes: number;
  /** Stricter limits per role. */
  abstract readonly sessionLimits: Readonly<Partial<Record<Role, LoginLimits>>>;
  abstract readonly invitationDays: number;
  abstract readonly metricsToken: string | undefined;
  abstract readonly messages: MessageSettings;
  /** Whether this process does work by the clock. */
  abstract readonly jobs: boolean;
  /** A URI: mailto, https or tel. */
  abstract readonly securityContact: string;
  abstract readonly logLevel: NonNullable<Variables['LOG_LEVEL']>;
  abstract readonly exampleData: boolean;
  /** Absolute path. */
  abstract readonly devIdpModule: string | undefined;
  /** Absolute path. */
  abstract readonly webRoot: string;
}

/** Keeps a secret of `bytes` random bytes in `dataDir` and returns it as base64url; the same one on every call. */
export type SecretKeeper = (dataDir: string, name: string, bytes: number) => string;

const required = ['DATABASE_URL', 'PUBLIC_URL', 'OIDC_ISSUER', 'OIDC_CLIENT_SECRET', 'MASTER_KEY'] as const;

/** What only production asks: its secrets, https and none of the local conveniences. */
function productionFaults(given: Readonly<Record<string, string>>): string[] {
  const faults: string[] = required
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is required in production.`);
  for (const name of ['PUBLIC_URL', 'OIDC_ISSUER'] as const)
    if (given[name] !== undefined && !given[name].startsWith('https://'))
      faults.push(`${name} must start with https:// in production.`);
  if (given['EXAMPLE_DATA'] === 'on')
    faults.push('EXAMPLE_DATA=on is refused in production: example people can log in without a password.');
  if (given['DEV_IDP_MODULE'] !== undefined)
    faults.push('DEV_IDP_MODULE is refused in production: anyone could log in as anyone.');
  return faults;
}

function commonFaults(given: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  if ((given['DATABASE_SERVE_URL'] === undefined) !== (given['DATABASE_LIVE_URL'] === undefined))
    faults.push('DATABASE_SERVE_URL and DATABASE_LIVE_URL belong together: set both or none.');
  const address = given['PUBLIC_URL'];
  if (address !== undefined && URL.canParse(address) && new URL(address).href !== `${new URL(address).origin}/`)
    faults.push('PUBLIC_URL must be an origin without a path, such as https://samenplan.example.');
  return faults;
}

/**
 * Reads and checks all settings at once.
 * @throws ConfigurationError with one line per fault; values never appear in it.
 */
export function readConfiguration(
  env: Readonly<Record<string, string | undefined>>,
  keepSecret: SecretKeeper = keepLocalSecret,
): Configuration {
  const given = Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[0] in variables && entry[1] !== undefined && entry[1] !== '',
    ),
  );
  const production = given['NODE_ENV'] === 'production';
  const parsed = schema.safeParse(given);
  const faults = [
    ...(parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}.`) ?? []),
    ...(production ? productionFaults(given) : []),
    ...commonFaults(given),
    ...messageFaults(given, production),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigurationError(faults);
  return fromVariables(parsed.data, production, keepSecret);
}

function fromVariables(value: Variables, production: boolean, keepSecret: SecretKeeper): Configuration {
  const dataDir = resolve(value.DATA_DIR);
  const publicUrl = new URL(value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).origin;
  return {
    mode: production ? 'production' : 'local',
    port: value.PORT,
    dataDir,
    databaseUrl: value.DATABASE_URL,
    databaseServeUrl: value.DATABASE_SERVE_URL,
    databaseLiveUrl: value.DATABASE_LIVE_URL,
    databasePool: value.DATABASE_POOL,
    redisUrl: value.REDIS_URL,
    publicUrl,
    oidc: {
      issuer: value.OIDC_ISSUER ?? `http://localhost:${value.PORT}/dev-idp`,
      clientId: value.OIDC_CLIENT_ID,
      clientSecret: value.OIDC_CLIENT_SECRET ?? keepSecret(dataDir, 'oidc-client-secret', 32),
      acrValues: value.OIDC_ACR_VALUES?.split(/\s+/).filter(Boolean) ?? [],
      acrLevels: readPairs.acrLevels(value.OIDC_ACR_LEVELS),
    },
    masterKey: Buffer.from(value.MASTER_KEY ?? keepSecret(dataDir, 'master-key', 32), 'base64url'),
    previousMasterKeys: (value.MASTER_KEY_PREVIOUS ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map((key) => Buffer.from(key, 'base64url')),
    assuranceByRole: readPairs.assuranceByRole(value.ASSURANCE_BY_ROLE),
    sessionHours: value.SESSION_HOURS,
    sessionIdleMinutes: value.SESSION_IDLE_MINUTES,
    sessionLimits: readPairs.sessionLimits(value.SESSION_LIMITS),
    invitationDays: value.INVITATION_DAYS,
    metricsToken: value.METRICS_TOKEN,
    messages: messageSettings(value, production, publicUrl),
    jobs: value.JOBS === 'on',
    securityContact: value.SECURITY_CONTACT ?? `mailto:security@${new URL(publicUrl).hostname}`,
    logLevel: value.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    exampleData: (value.EXAMPLE_DATA ?? (production ? 'off' : 'on')) === 'on',
    devIdpModule: value.DEV_IDP_MODULE === undefined ? undefined : resolve(value.DEV_IDP_MODULE),
    webRoot: resolve(value.WEB_ROOT),
  };
}

/** Origins that are ours: unsafe requests and sockets from anywhere else are refused. */
export function origins(configuration: Pick<Configuration, 'mode' | 'port' | 'publicUrl'>): readonly string[] {
  if (configuration.mode === 'production') return [configuration.publicUrl];
  const local = [`http://localhost:${configuration.port}`, `http://127.0.0.1:${configuration.port}`];
  return [...new Set([configuration.publicUrl, ...local])];
}
