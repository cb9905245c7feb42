import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Provider, type Configuration } from 'oidc-provider';
import { Accounts, type ExamplePerson } from './accounts';
import { answer, readForm } from './forms';
import { clickAssurance, isStrong, levels, strongAssurance } from './assurance';
import { chooserPage, messagePage } from './pages';
import { passkeyPage } from './passkey-page';
import { Passkeys } from './passkeys';
import { alwaysChoose } from './policy';
import { MemoryAdapter } from './memory-adapter';
import { readLocalState } from './local-state';

export interface DevIdpOptions {
  /** Address of this provider, such as http://localhost:3000/dev-idp; its path is where the handler is mounted. */
  readonly issuer: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string;
  /** Folder for signing keys and new accounts. */
  readonly dataDir: string;
  readonly people: readonly ExamplePerson[];
}

/**
 * An OpenID provider where anyone logs in as anyone, for local mode only.
 * @returns handler to mount at the path of the issuer
 * @throws when NODE_ENV is production, whoever asks
 */
export async function createDevIdp(options: DevIdpOptions): Promise<RequestListener> {
  // Asked here and not in the settings of the api: this door stays shut whatever those say.
  // eslint-disable-next-line no-restricted-properties
  if (process.env['NODE_ENV'] === 'production') throw new Error('The local OpenID provider does not run in production');
  const state = readLocalState(options.dataDir);
  const accounts = new Accounts(options.people, state);
  const provider = new Provider(options.issuer, configurationOf(options, accounts, state));
  const base = new URL(options.issuer).pathname;
  const answerProvider = provider.callback();
  const formTargets = [...new Set(options.redirectUris.map((uri) => new URL(uri).origin))];

  const passkeys = new Passkeys(state, options.issuer);

  const choose = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const interaction = await provider.interactionDetails(request, response);
    const { uid, params } = interaction;
    const action = `${base}/interaction/${uid}`;
    const strong = isStrong(params);
    const show = (problem?: string): void =>
      answer(
        response,
        problem === undefined ? 200 : 400,
        chooserPage(action, accounts.all(), { strong, ...(problem === undefined ? {} : { problem }) }),
        formTargets,
      );
    const askPasskey = async (person: ExamplePerson, anew: boolean, problem?: string): Promise<void> => {
      const nonce = state.newNonce();
      const html = passkeyPage(action, await passkeys.begin(uid, person, anew), nonce, problem);
      answer(response, problem === undefined ? 200 : 400, html, formTargets, nonce);
    };
    const finish = async (accountId: string, acr: string): Promise<void> => {
      await forgetEarlierChoice(provider, interaction);
      return provider.interactionFinished(request, response, { login: { accountId, acr, remember: false } });
    };

    if (request.method !== 'POST') {
      // Somebody who is logged in proves it again: no choosing.
      const hinted = strong ? accounts.find(String(params['login_hint'] ?? '')) : undefined;
      return hinted === undefined ? show() : askPasskey(hinted, false);
    }
    const form = await readForm(request);
    const credential = form.get('credential');
    if (credential !== null) {
      const person = await passkeys.finish(uid, credential);
      return person === undefined
        ? show('De passkey klopt niet. Begin opnieuw.')
        : finish(person, strongAssurance(params));
    }
    if (form.get('person') === '') return show();
    const account = accounts.choose(form.get('person') ?? '', form.get('name') ?? '');
    if (account === undefined) return show('Kies iemand, of vul een naam in.');
    const passkey = form.get('passkey');
    if (strong || passkey !== null) return askPasskey(account, passkey === 'new');
    return finish(account.key, clickAssurance(account));
  };

  return (request, response) => {
    if (!/^\/interaction\/[\w-]+$/.test(request.url ?? '')) return void answerProvider(request, response);
    choose(request, response).catch(() =>
      answer(
        response,
        400,
        messagePage('Deze inlogpoging is verlopen', 'Ga terug naar Samenplan en begin opnieuw met inloggen.'),
        formTargets,
      ),
    );
  };
}

/** Who was chosen before in this browser makes place without the provider's own page about it, which needs scripts. */
async function forgetEarlierChoice(
  provider: Provider,
  interaction: Awaited<ReturnType<Provider['interactionDetails']>>,
): Promise<void> {
  if (interaction.session === undefined) return;
  const earlier = await provider.Session.findByUid(interaction.session.uid);
  await earlier?.destroy();
  interaction.session = undefined;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

function configurationOf(
  options: DevIdpOptions,
  accounts: Accounts,
  state: ReturnType<typeof readLocalState>,
): Configuration {
  const base = new URL(options.issuer).pathname;
  return {
    adapter: MemoryAdapter,
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        redirect_uris: [...options.redirectUris],
        post_logout_redirect_uris: [...options.postLogoutRedirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
        // Without these the ID token would tell no level of assurance, and no time of the proof, unless asked.
        default_acr_values: [levels.low],
        require_auth_time: true,
      },
    ],
    jwks: state.jwks,
    cookies: { keys: state.cookieKeys },
    acrValues: Object.values(levels),
    claims: { openid: ['sub'], profile: ['name'] },
    scopes: ['openid', 'profile'],
    // The name travels in the ID token, so that logging in needs no further request.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 3_600, Interaction: 3_600, Session: 86_400, Grant: 86_400 },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const nonce = state.newNonce();
          ctx.set(
            'Content-Security-Policy',
            `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`,
          );
          ctx.body = messagePage(
            'Je logt uit',
            'Je bent uitgelogd bij Samenplan. Hier log je ook uit bij de voorbeeld-inlogdienst.',
            { form, nonce },
          );
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = messagePage('Je bent uitgelogd', 'Je kunt dit venster sluiten.');
        },
      },
    },
    interactions: { policy: alwaysChoose(), url: (_, interaction) => `${base}/interaction/${interaction.uid}` },
    findAccount: (_, sub) => {
      const account = accounts.find(sub);
      return account === undefined ? undefined : { accountId: sub, claims: () => ({ sub, name: account.name }) };
    },
    // Our own product is the only client: nobody has to agree to anything here.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = messagePage('Inloggen lukt niet', `Ga terug naar Samenplan en probeer het opnieuw. (${out.error})`);
    },
  };
}
