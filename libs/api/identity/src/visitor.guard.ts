import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Clock, isPublic, Problem, RateLimit } from '@samenplan/api/platform';
import { Logins } from './logins';
import { setVisitor } from './visitor';

/** Far above what a screen asks, far below what a script can. */
const perPerson = { burst: 600, perMinute: 1_800 };

/** Global: no handler runs without a login, unless it says `@Public` and why. */
@Injectable()
export class VisitorGuard implements CanActivate {
  readonly #limit: RateLimit;

  constructor(
    private readonly reflector: Reflector,
    private readonly logins: Logins,
    clock: Clock,
  ) {
    this.#limit = new RateLimit(clock, perPerson);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(this.reflector, context)) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const visitor = await this.logins.visitorOf(request);
    if (visitor === null) throw new Problem('login-required');
    this.#limit.demand(visitor.personId);
    setVisitor(request, visitor);
    return true;
  }
}
