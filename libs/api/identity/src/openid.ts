import { Injectable } from '@nestjs/common';
import * as client from 'openid-client';
import { z } from 'zod';
import { Configuration, Log, Problem } from '@samenplan/api/platform';
import type { Assurance } from '@samenplan/shared/contracts';
import { acrValuesFor, assuranceOf, assures } from './assurance';

const TIMEOUT_SECONDS = 8;
/** A proof that was asked for now may be this old when it arrives, clocks that differ included. */
const FRESH_SECONDS = 300;

/** What a login must prove beyond who it is. */
export interface Asked {
  /** The level that must come back at least; null: whatever the provider accepts. */
  readonly assurance: Assurance | null;
  /** The person must prove it now: an earlier login at the provider does not count. */
  readonly fresh: boolean;
  /** Who is logged in already and proves it again; null: somebody who logs in. */
  readonly personId: string | null;
}

/** What must be kept between going to the provider and coming back. */
export interface Handshake extends Asked {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** Who the provider says logged in. */
export interface ProvenLogin {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | null;
  readonly acr: string | null;
  readonly idToken: string | null;
  /** When the provider saw the proof; null when it did not say. */
  readonly provedAt: Date | null;
}

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  iss: z.string(),
  name: z.string().optional(),
  acr: z.string().optional(),
  auth_time: z.number().positive().max(8.64e12).optional(),
});

/**
 * Our side of OpenID Connect (NL GOV profile): code flow, PKCE S256, state and nonce. Works with any provider that
 * has a discovery document; it is read at the first login, and again after a failure.
 */
@Injectable()
export class OpenId {
  #discovered: Promise<client.Configuration> | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly log: Log,
  ) {}

  /**
   * @param hint who logs in, as the provider calls them; it may offer that person first
   * @returns the provider's page to go to, and what {@link finish} needs
   * @throws Problem `unavailable` when the provider does not answer
   */
  async begin(redirectUri: string, asked: Asked, hint: string | null): Promise<{ url: URL; handshake: Handshake }> {
    const provider = await this.#provider();
    const handshake = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
      redirectUri,
      ...asked,
    };
    const { oidc } = this.configuration;
    const acrValues = asked.assurance === null ? oidc.acrValues : acrValuesFor(asked.assurance, oidc);
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state: handshake.state,
      nonce: handshake.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(handshake.codeVerifier),
      code_challenge_method: 'S256',
      ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
      ...(asked.fresh ? { max_age: '0' } : {}),
      ...(hint === null ? {} : { login_hint: hint }),
    });
    return { url, handshake };
  }

  /**
   * Exchanges the code for proof of who logged in.
   * @param search query string of the callback, with its `?`
   * @throws Problem `login-failed`, or `assurance-too-low` when the level of assurance is not one we accept
   */
  async finish(search: string, handshake: Handshake): Promise<ProvenLogin> {
    const { state, nonce, codeVerifier, redirectUri } = handshake;
    const provider = await this.#provider();
    try {
      const url = new URL(redirectUri);
      url.search = search;
      const tokens = await client.authorizationCodeGrant(provider, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
        // What was asked went through the browser and may have been taken out: only what came back counts.
        ...(handshake.fresh ? { maxAge: FRESH_SECONDS } : {}),
      });
      const claims = claimsSchema.parse(tokens.claims());
      this.#demandAssurance(claims.acr, handshake);
      const name = claims.name ?? (await this.#nameOf(provider, tokens.access_token, claims.sub));
      return {
        issuer: claims.iss,
        subject: claims.sub,
        name,
        acr: claims.acr ?? null,
        idToken: tokens.id_token ?? null,
        provedAt: claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000),
      };
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.log.warn('login-failed', {
        reason: error instanceof Error && 'code' in error ? String(error.code) : 'unknown',
      });
      throw new Problem('login-failed');
    }
  }

  /** Where the provider ends its own session; null when it offers no such page. */
  async logoutUrl(idToken: string | null, returnTo: string): Promise<string | null> {
    try {
      const provider = await this.#provider();
      if (idToken === null || provider.serverMetadata().end_session_endpoint === undefined) return null;
      return client.buildEndSessionUrl(provider, { id_token_hint: idToken, post_logout_redirect_uri: returnTo }).href;
    } catch {
      return null; // Our own login has ended; an absent provider must not turn that into an error.
    }
  }

  #demandAssurance(acr: string | undefined, { assurance }: Asked): void {
    const { oidc } = this.configuration;
    const accepted = oidc.acrValues.length === 0 || oidc.acrValues.includes(acr ?? '');
    if (!accepted || (assurance !== null && !assures(assuranceOf(acr, oidc), assurance)))
      throw new Problem('assurance-too-low');
  }

  async #nameOf(provider: client.Configuration, accessToken: string, subject: string): Promise<string | null> {
    if (provider.serverMetadata().userinfo_endpoint === undefined) return null;
    const { name } = await client.fetchUserInfo(provider, accessToken, subject);
    return name ?? null;
  }

  async #provider(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.configuration.oidc;
    // Plain http only in local mode: the schema of the settings refuses it in production.
    const execute =
      issuer.startsWith('http://') && this.configuration.mode === 'local' ? [client.allowInsecureRequests] : [];
    this.#discovered ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      execute,
      timeout: TIMEOUT_SECONDS,
    });
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = undefined;
      this.log.error('openid-provider-unavailable', error);
      throw new Problem('unavailable');
    }
  }
}
