import { pathToFileURL } from 'node:url';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { assuranceForRoles } from '@samenplan/api/identity';
import { origins, type Configuration } from '@samenplan/api/platform';
import type { Role } from '@samenplan/shared/contracts';

/** Someone to log in as on the page of the local provider. */
export interface ExamplePerson {
  /** Stable: it is the `sub` claim and the key of `npm run demo:cookie`. */
  readonly key: string;
  readonly name: string;
  readonly role: string;
  /** One line about who it is. */
  readonly about: string;
  /** Roles, which say what a login of this person must be worth; absent: not known. */
  readonly roles?: readonly Role[];
}

const moduleSchema = z.object({
  createDevIdp: z.custom<(options: Record<string, unknown>) => Promise<RequestHandler>>(
    (value) => typeof value === 'function',
  ),
});

/**
 * Loads the local OpenID provider, which is an application of its own and never part of this bundle.
 * @returns nothing when no provider is configured: always so in production
 */
export async function loadDevIdp(
  configuration: Configuration,
  people: readonly ExamplePerson[],
): Promise<RequestHandler | undefined> {
  if (configuration.devIdpModule === undefined || configuration.mode !== 'local') return undefined;
  const { createDevIdp } = moduleSchema.parse(await import(pathToFileURL(configuration.devIdpModule).href));
  const own = origins(configuration);
  return createDevIdp({
    issuer: configuration.oidc.issuer,
    redirectUris: own.map((origin) => `${origin}/auth/callback`),
    postLogoutRedirectUris: own.map((origin) => `${origin}/uitgelogd`),
    clientId: configuration.oidc.clientId,
    clientSecret: configuration.oidc.clientSecret,
    dataDir: configuration.dataDir,
    // A click counts for what the ordinary login of such a person is worth: trying out stays a click.
    people: people.map(({ roles, ...person }) => ({
      ...person,
      assurance:
        roles === undefined || assuranceForRoles(roles, configuration.assuranceByRole) !== 'low'
          ? 'substantial'
          : 'low',
    })),
  });
}
