import { Controller } from '@nestjs/common';
import { Clock, RateLimit, Route } from '@samenplan/api/platform';
import { identityRoutes, type RouteAnswer } from '@samenplan/shared/contracts';
import { DeviceKeys } from './device-keys';
import { CurrentVisitor, type Visitor } from './visitor';

/** Asked for when a section opens, and about once an hour after that. */
const handouts = { burst: 60, perMinute: 30 };

@Controller()
export class DeviceKeyController {
  readonly #handouts: RateLimit;

  constructor(
    private readonly keys: DeviceKeys,
    clock: Clock,
  ) {
    this.#handouts = new RateLimit(clock, handouts);
  }

  @Route(identityRoutes.handOutDeviceKeys)
  async handOutDeviceKeys(
    @CurrentVisitor() visitor: Visitor,
  ): Promise<RouteAnswer<typeof identityRoutes.handOutDeviceKeys>> {
    this.#handouts.demand(visitor.personId);
    return { items: await this.keys.of(visitor) };
  }
}
