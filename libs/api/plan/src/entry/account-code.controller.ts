import { Controller, Res } from '@nestjs/common';
import { CurrentVisitor, type Visitor } from '@samenplan/api/identity';
import { Input, Route } from '@samenplan/api/platform';
import { routes, type RouteAnswer, type RouteInput } from '@samenplan/shared/contracts';
import type { Response } from 'express';
import { AccountCodes } from './account-codes';

/** Letters that bind a login to somebody. */
@Controller()
export class AccountCodeController {
  constructor(private readonly codes: AccountCodes) {}

  @Route(routes.lookUpAccountCode)
  lookUpAccountCode(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.lookUpAccountCode>,
  ): Promise<RouteAnswer<typeof routes.lookUpAccountCode>> {
    return this.codes.lookUp(visitor, body.code);
  }

  @Route(routes.claimAccountCode)
  async claimAccountCode(
    @CurrentVisitor() visitor: Visitor,
    @Input() { body }: RouteInput<typeof routes.claimAccountCode>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RouteAnswer<typeof routes.claimAccountCode>> {
    const { cookie, ...claimed } = await this.codes.claim(visitor, body.code, body.birthDate);
    if (cookie !== null) response.setHeader('Set-Cookie', cookie);
    return claimed;
  }

  @Route(routes.getRecoveryLetter)
  getRecoveryLetter(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.getRecoveryLetter>> {
    return this.codes.get(visitor);
  }

  @Route(routes.makeRecoveryLetter)
  makeRecoveryLetter(@CurrentVisitor() visitor: Visitor): Promise<RouteAnswer<typeof routes.makeRecoveryLetter>> {
    return this.codes.make(visitor);
  }

  @Route(routes.endRecoveryLetter)
  endRecoveryLetter(@CurrentVisitor() visitor: Visitor): Promise<void> {
    return this.codes.end(visitor);
  }
}
