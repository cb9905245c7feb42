import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { apiVersion } from '@samenplan/shared/contracts';
import { Configuration, Log, Metrics, origins, Problem, ProblemFilter, UpgradeRouter } from '@samenplan/api/platform';
import { nonceOf, type WebApp } from './web-app';

const BODY_LIMIT = '256kb';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface AppParts {
  readonly webApp: WebApp;
  /** The local OpenID provider, mounted under /dev-idp; absent in production. */
  readonly devIdp?: RequestHandler;
}

/** Everything around the controllers that the started product and the tests share. Call before `app.init()`. */
export function configureApp(app: NestExpressApplication, { webApp, devIdp }: AppParts): void {
  const configuration = app.get(Configuration);
  const log = app.get(Log);
  app.set('trust proxy', configuration.mode === 'production' ? 'loopback, linklocal, uniquelocal' : false);
  app.disable('x-powered-by');
  app.disable('etag'); // Answers are private and never cached; the web app sets its own.
  app.use(log.requests(), app.get(Metrics).requests());
  // The provider is a site of its own with its own pages, forms and back channel.
  if (devIdp !== undefined) app.use('/dev-idp', devIdp);
  app.use(securityHeaders(configuration), apiHeaders, originCheck(origins(configuration)), webApp.serve());
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useGlobalFilters(new ProblemFilter(log));
  const server: Server = app.getHttpServer();
  // A slow sender costs a connection for half a minute at most.
  Object.assign(server, {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    maxHeadersCount: 100,
  } satisfies Partial<Server>);
  app.get(UpgradeRouter).attach(server);
}

function securityHeaders(configuration: Configuration): RequestHandler {
  const secure = configuration.publicUrl.startsWith('https://');
  const sockets = origins(configuration).map((origin) => origin.replace(/^http/, 'ws'));
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_, response) => `'nonce-${nonceOf(response as Response)}'`],
        // The editor colours carets through the style attribute; no text of people ends up in one.
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", ...sockets],
        manifestSrc: ["'self'"],
        baseUri: ["'self'"],
        // Logging out is a form that ends at the provider.
        formAction: ["'self'", new URL(configuration.oidc.issuer).origin],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    // Not `no-referrer`: it makes browsers send `Origin: null` with our own requests.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

function apiHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('API-Version', apiVersion);
  response.setHeader('Permissions-Policy', 'camera=(self), geolocation=(), microphone=()');
  if (/^\/(?:api|auth)(?:\/|$)/.test(request.path)) response.setHeader('Cache-Control', 'no-store');
  next();
}

/** Mail programs and mail servers have no page: these know by a secret in the request, never by a cookie. */
const withoutPage = /^\/(?:afmelden\/[^/]+|inbound\/bounces)$/;

/** Requests that change something come from our own pages. An absent Origin is refused too: browsers send it. */
function originCheck(own: readonly string[]): RequestHandler {
  return (request, _, next) => {
    const allowed =
      safeMethods.has(request.method) ||
      own.includes(request.headers.origin ?? '') ||
      (request.method === 'POST' && withoutPage.test(request.path));
    next(allowed ? undefined : new Problem('origin-refused'));
  };
}
