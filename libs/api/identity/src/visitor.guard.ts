import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Clock, Configuration, isPublic, Problem, RateLimit, routeOf } from '@samenplan/api/platform';
import { assistedRoutes, routes, type RouteShape } from '@samenplan/shared/contracts';
import { demandAssurance } from './assurance';
import { Logins } from './logins';
import { setVisitor, type Visitor, type VisitorHelper } from './visitor';

/** Far above what a screen asks, far below what a script can. */
const perPerson = { burst: 600, perMinute: 1_800 };

const decidingRoutes: ReadonlySet<RouteShape | undefined> = new Set(assistedRoutes.map((name) => routes[name]));

/** Milliseconds after which a use is written down again. */
const NOTE_AFTER = 60_000;
/** Header of a request that nobody is there for, such as a page in the background that shows what is new. */
const UNATTENDED = 'samenplan-unattended';

/** Global: no handler runs without a login, unless it says `@Public` and why. */
@Injectable()
export class VisitorGuard implements CanActivate {
  readonly #limit: RateLimit;

  constructor(
    private readonly reflector: Reflector,
    private readonly logins: Logins,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {
    this.#limit = new RateLimit(clock, perPerson);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(this.reflector, context)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const visitor = await this.logins.visitorOf(request);
    if (visitor === null) throw new Problem('login-required');
    this.#limit.demand(visitor.personId);
    if (visitor.helper !== null) this.#onlyDeciding(context, request, visitor.helper);
    const needs = routeOf(this.reflector, context.getHandler() as () => unknown)?.needs;
    if (needs !== undefined) demandAssurance(visitor, needs, this.clock.now(), this.configuration.oidc);
    setVisitor(request, { ...visitor, ...(await this.#noteUse(request, visitor)) });
    return true;
  }

  /** A request made because somebody is there keeps the login alive; one that a page makes by itself says so. */
  async #noteUse(request: Request, visitor: Visitor): Promise<Partial<Visitor>> {
    const sinceLast = this.clock.now().getTime() - visitor.lastUsedAt.getTime();
    if (visitor.helper !== null || sinceLast < NOTE_AFTER || request.headers[UNATTENDED] !== undefined) return {};
    return (await this.logins.use(visitor.sessionId)) ?? {};
  }

  /** An assisted session reaches its one plan, by the few routes for deciding; whatever is not listed is closed. */
  #onlyDeciding(context: ExecutionContext, request: Request, { planId }: VisitorHelper): void {
    const handler = context.getHandler() as () => unknown;
    if (!decidingRoutes.has(routeOf(this.reflector, handler))) throw new Problem('assisted-decides-only');
    const asked = request.params['planId'];
    if (asked !== undefined && asked !== planId) throw new Problem('not-found');
  }
}
