import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock, Configuration, origins, Problem, Public, RateLimit, sendProblem } from '@samenplan/api/platform';
import { Accounts } from './accounts';
import { newToken, TokenCookie } from './cookies';
import { ATTEMPT_SECONDS, LoginAttempts } from './login-attempts';
import { Logins } from './logins';
import { OpenId } from './openid';
import { safeReturnTo } from './return-to';
import { addressOf } from './visitor';

/** Per network address: an office behind one address logs in together in the morning. */
const perAddress = { burst: 60, perMinute: 120 };
/** Tests and demonstrations log in as many people from one machine. */
const perAddressLocally = { burst: 5_000, perMinute: 5_000 };

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
    clock: Clock,
  ) {
    this.#browser = new TokenCookie('samenplan-browser', configuration);
    this.#limit = new RateLimit(clock, configuration.mode === 'local' ? perAddressLocally : perAddress);
  }

  /** Sends the browser to the provider. `returnTo` is a path of the web app. */
  @Get('login')
  async login(@Query('returnTo') returnTo: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.#orProblem(request, response, async () => {
      this.#limit.demand(addressOf(request, this.configuration.mode === 'production') ?? '');
      const { url, handshake } = await this.openId.begin(`${this.#originOf(request)}/auth/callback`);
      // One secret per browser, not per attempt: two tabs may log in at the same time.
      const browser = this.#browser.read(request.headers.cookie) ?? newToken();
      await this.attempts.keep(browser, handshake, safeReturnTo(returnTo));
      response.setHeader('Set-Cookie', this.#browser.set(browser, ATTEMPT_SECONDS));
      response.redirect(302, url.href);
    });
  }

  /** The provider sends the browser back here; a new login begins and an earlier one of this browser ends. */
  @Get('callback')
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.#orProblem(request, response, async () => {
      const search = new URL(request.originalUrl, this.configuration.publicUrl).search;
      const state = new URLSearchParams(search).get('state');
      const { handshake, returnTo } = await this.attempts.take(this.#browser.read(request.headers.cookie), state);
      const proven = await this.openId.finish(search, handshake);
      const personId = await this.accounts.personOf(proven);
      const earlier = await this.logins.current(request.headers.cookie);
      if (earlier !== null) await this.logins.end(earlier.sessionId);
      const token = await this.logins.begin(personId, proven);
      response.setHeader('Set-Cookie', this.logins.cookie.set(token, this.configuration.sessionHours * 3_600));
      response.redirect(302, returnTo);
    });
  }

  /**
   * Ends the login. Answers `{ redirectTo }`: where the provider ends its own session too, null when it offers no such
   * page. A plain HTML form is sent there at once.
   */
  @Post('logout')
  @HttpCode(200)
  async logout(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = await this.logins.current(request.headers.cookie);
    const idToken = visitor === null ? null : await this.logins.end(visitor.sessionId);
    const leave = `${this.#originOf(request)}/uitgelogd`;
    const redirectTo = await this.openId.logoutUrl(idToken, leave);
    response.setHeader('Set-Cookie', this.logins.cookie.clear());
    if (request.accepts(['json', 'html']) === 'html') response.redirect(303, redirectTo ?? leave);
    else response.json({ redirectTo });
  }

  /** Locally we have two names; the provider must come back to the one that the browser keeps its cookies for. */
  #originOf(request: Request): string {
    const asked = `http://${request.headers.host ?? ''}`;
    return this.configuration.mode === 'local' && origins(this.configuration).includes(asked)
      ? asked
      : this.configuration.publicUrl;
  }

  /** A person sees a page, `/?problem=<code>`; a program gets the problem itself. */
  async #orProblem(request: Request, response: Response, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (request.accepts(['json', 'html']) === 'html') response.redirect(302, `/?problem=${error.code}`);
      else sendProblem(error, request, response);
    }
  }
}
