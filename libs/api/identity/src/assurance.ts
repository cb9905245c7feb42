import { assurances, type Assurance, type LoginNeeds, type Role } from '@samenplan/shared/contracts';
import { Problem, type Configuration, type LoginLimits } from '@samenplan/api/platform';

const eidas = (level: Assurance): string => `http://eidas.europa.eu/LoA/${level}`;

/**
 * What `acr` values mean. The NL GOV Assurance profile for OpenID Connect takes those of eIDAS; brokers also pass on
 * those of eToegang (Afsprakenstelsel, betrouwbaarheidsniveaus) and of DigiD (Logius, koppelvlakspecificatie).
 */
const known: Readonly<Partial<Record<string, Assurance>>> = {
  [eidas('low')]: 'low',
  [eidas('substantial')]: 'substantial',
  [eidas('high')]: 'high',
  'urn:etoegang:core:assurance-class:loa2': 'low',
  'urn:etoegang:core:assurance-class:loa2plus': 'low',
  'urn:etoegang:core:assurance-class:loa3': 'substantial',
  'urn:etoegang:core:assurance-class:loa4': 'high',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract': 'low',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard': 'substantial',
  'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI': 'high',
};

type Oidc = Pick<Configuration['oidc'], 'acrValues' | 'acrLevels'>;

/** True when `have` is at least `need`. */
export const assures = (have: Assurance, need: Assurance): boolean =>
  assurances.indexOf(have) >= assurances.indexOf(need);

/** Level of an `acr` claim; an absent or unknown one proves no more than the lowest. */
export function assuranceOf(acr: string | null | undefined, { acrLevels = {} }: Pick<Oidc, 'acrLevels'>): Assurance {
  const find = (levels: typeof known): Assurance | undefined =>
    acr !== null && acr !== undefined && Object.hasOwn(levels, acr) ? levels[acr] : undefined;
  return find(acrLevels) ?? find(known) ?? 'low';
}

/** `acr` values to ask a provider for, so that the answer reaches `level`, weakest first. */
export function acrValuesFor(level: Assurance, oidc: Oidc): readonly string[] {
  const values = oidc.acrValues.length > 0 ? oidc.acrValues : assurances.map(eidas);
  return values.filter((value) => assures(assuranceOf(value, oidc), level));
}

/** What a login of somebody with these roles must be worth. */
export const assuranceForRoles = (roles: readonly Role[], byRole: Configuration['assuranceByRole']): Assurance =>
  strongest(roles.flatMap((role) => byRole[role] ?? []));

const strongest = (levels: readonly Assurance[]): Assurance =>
  assurances.findLast((level) => levels.includes(level)) ?? 'low';

type Limits = Pick<Configuration, 'sessionHours' | 'sessionIdleMinutes' | 'sessionLimits'>;

/** How long a login of somebody with these roles lasts: of all limits that hold the strictest. */
export function limitsForRoles(roles: readonly Role[], configuration: Limits): LoginLimits {
  const all = [
    { idleMinutes: configuration.sessionIdleMinutes, hours: configuration.sessionHours },
    ...roles.flatMap((role) => configuration.sessionLimits[role] ?? []),
  ];
  return {
    idleMinutes: Math.min(...all.map(({ idleMinutes }) => idleMinutes)),
    hours: Math.min(...all.map(({ hours }) => hours)),
  };
}

/** What is known about how somebody proved who they are. */
export interface Proof {
  readonly acr: string | null;
  /** Moment at which the provider saw the proof; null when it did not say. */
  readonly provedAt: Date | null;
}

/** @throws Problem `assurance-too-low`, with what is needed, when a login is not worth it at this moment */
export function demandAssurance({ acr, provedAt }: Proof, needs: LoginNeeds, now: Date, oidc: Oidc): void {
  const { assurance, freshMinutes } = needs;
  const fresh =
    freshMinutes === undefined || (provedAt !== null && now.getTime() - provedAt.getTime() < freshMinutes * 60_000);
  if (fresh && assures(assuranceOf(acr, oidc), assurance)) return;
  throw new Problem('assurance-too-low', {
    needs: {
      assurance,
      acr: acrValuesFor(assurance, oidc)[0] ?? eidas(assurance),
      ...(freshMinutes === undefined ? {} : { freshMinutes }),
    },
  });
}
