import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { assurances } from '@samenplan/shared/contracts';
import { Clock, Configuration, origins, Problem, Public, RateLimit, sendProblem } from '@samenplan/api/platform';
import { Accounts } from './accounts';
import { assuranceForRoles, assuranceOf, assures } from './assurance';
import { AssistedLogins } from './assisted-logins';
import { newToken, TokenCookie } from './cookies';
import { KnownBrowsers } from './known-browsers';
import { ATTEMPT_SECONDS, LoginAttempts } from './login-attempts';
import { Logins } from './logins';
import { OpenId, type Asked, type ProvenLogin } from './openid';
import { safeReturnTo } from './return-to';
import { addressOf } from './visitor';

/** Per network address: an office behind one address logs in together in the morning. */
const perAddress = { burst: 60, perMinute: 120 };
/** Tests and demonstrations log in as many people from one machine. */
const perAddressLocally = { burst: 5_000, perMinute: 5_000 };

/** Whatever else it holds, is as if it were not there. */
const loginQuery = z.object({
  returnTo: z.unknown().optional(),
  needs: z.enum(assurances).nullable().catch(null),
  fresh: z
    .literal('true')
    .optional()
    .catch(undefined)
    .transform((given) => given !== undefined),
});

@Public('logging in and out is what these addresses are for')
@Controller('auth')
export class LoginController {
  readonly #browser: TokenCookie;
  readonly #limit: RateLimit;

  constructor(
    private readonly configuration: Configuration,
    private readonly openId: OpenId,
    private readonly attempts: LoginAttempts,
    private readonly accounts: Accounts,
    private readonly logins: Logins,
    private readonly assisted: AssistedLogins,
    private readonly known: KnownBrowsers,
    clock: Clock,
  ) {
    this.#browser = new TokenCookie('samenplan-browser', configuration);
    this.#limit = new RateLimit(clock, configuration.mode === 'local' ? perAddressLocally : perAddress);
  }

  /**
   * Sends the browser to the provider. `returnTo` is a path of the web app. With `needs` (a level of assurance) or
   * `fresh=true` whoever is logged in proves again who they are.
   */
  @Get('login')
  async login(@Query() query: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.#orProblem(request, response, async () => {
      this.#limit.demand(addressOf(request, this.configuration.mode === 'production') ?? '');
      const { returnTo, needs, fresh } = loginQuery.parse(query);
      const here = needs === null && !fresh ? null : await this.logins.current(request.headers.cookie, 'own');
      const asked = { assurance: needs, fresh, personId: here?.personId ?? null };
      await this.#toProvider(request, response, asked, { personId: asked.personId, returnTo: safeReturnTo(returnTo) });
    });
  }

  /**
   * The provider sends the browser back here. The same person as before goes on in the same login under a new token;
   * for anybody else a new login begins and the earlier one of this browser ends.
   */
  @Get('callback')
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    let stepUpFrom = '/';
    await this.#orProblem(
      request,
      response,
      async () => {
        const search = new URL(request.originalUrl, this.configuration.publicUrl).search;
        const state = new URLSearchParams(search).get('state');
        const { handshake, returnTo } = await this.attempts.take(this.#browser.read(request.headers.cookie), state);
        if (handshake.personId !== null) stepUpFrom = returnTo;
        const proven = await this.openId.finish(search, handshake);
        const personId = await this.accounts.personOf(proven);
        const roles = await this.logins.rolesOf(personId);
        const needed = assuranceForRoles(roles, this.configuration.assuranceByRole);
        if (!assures(assuranceOf(proven.acr, this.configuration.oidc), needed)) {
          const asked = { assurance: needed, fresh: false, personId: null };
          return this.#toProvider(request, response, asked, { personId, returnTo });
        }
        response.setHeader('Set-Cookie', await this.#logIn(request, personId, proven));
        // Another person has another screen: nothing of the first one's place is told.
        response.redirect(302, (handshake.personId ?? personId) === personId ? returnTo : '/');
      },
      () => stepUpFrom,
    );
  }

  /**
   * Ends the login. Answers `{ redirectTo }`: where the provider ends its own session too, null when it offers no such
   * page. A plain HTML form is sent there at once.
   */
  @Post('logout')
  @HttpCode(200)
  async logout(@Req() request: Request, @Res() response: Response): Promise<void> {
    // With an assisted session in this browser both logins end: nobody finds the helper's by logging out.
    const forgotten = await this.assisted.end(request.headers.cookie);
    const visitor = await this.logins.current(request.headers.cookie, 'own');
    const idToken = visitor === null ? null : ((await this.logins.end(visitor.sessionId)) ?? null);
    const leave = `${this.#originOf(request)}/uitgelogd`;
    const redirectTo = await this.openId.logoutUrl(idToken, leave);
    response.setHeader('Set-Cookie', [this.logins.cookie.clear(), ...forgotten]);
    if (request.accepts(['json', 'html']) === 'html') response.redirect(303, redirectTo ?? leave);
    else response.json({ redirectTo });
  }

  async #toProvider(
    request: Request,
    response: Response,
    asked: Asked,
    { personId, returnTo }: { readonly personId: string | null; readonly returnTo: string },
  ): Promise<void> {
    const hint = personId === null ? null : await this.accounts.subjectOf(personId, this.configuration.oidc.issuer);
    const { url, handshake } = await this.openId.begin(`${this.#originOf(request)}/auth/callback`, asked, hint);
    // One secret per browser, not per attempt: two tabs may log in at the same time.
    const browser = this.#browser.read(request.headers.cookie) ?? newToken();
    await this.attempts.keep(browser, handshake, returnTo);
    response.setHeader('Set-Cookie', this.#browser.set(browser, ATTEMPT_SECONDS));
    response.redirect(302, url.href);
  }

  /** @returns the `Set-Cookie` headers of the login */
  async #logIn(request: Request, personId: string, proven: ProvenLogin): Promise<readonly string[]> {
    const { cookie, 'user-agent': userAgent } = request.headers;
    const earlier = await this.logins.current(cookie, 'own');
    const renewed =
      earlier?.personId === personId ? await this.logins.renew(earlier.sessionId, personId, proven) : null;
    if (earlier !== null && renewed === null) await this.logins.end(earlier.sessionId);
    const forgotten = await this.assisted.end(cookie);
    const known = await this.known.meet(personId, cookie);
    const token = renewed ?? (await this.logins.begin(personId, { ...proven, userAgent }));
    return [this.logins.cookie.set(token, this.configuration.sessionHours * 3_600), known, ...forgotten];
  }

  /** Locally we have two names; the provider must come back to the one that the browser keeps its cookies for. */
  #originOf(request: Request): string {
    const asked = `http://${request.headers.host ?? ''}`;
    return this.configuration.mode === 'local' && origins(this.configuration).includes(asked)
      ? asked
      : this.configuration.publicUrl;
  }

  /** A person sees a page, `/?problem=<code>` or that of `page`; a program gets the problem itself. */
  async #orProblem(
    request: Request,
    response: Response,
    work: () => Promise<void>,
    page: () => string = () => '/',
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (request.accepts(['json', 'html']) === 'html') response.redirect(302, withProblem(page(), error.code));
      else sendProblem(error, request, response);
    }
  }
}

/** A path of the web app that also says what went wrong. */
function withProblem(path: string, code: string): string {
  const url = new URL(path, 'http://own.invalid');
  url.searchParams.set('problem', code);
  return url.pathname + url.search + url.hash;
}
