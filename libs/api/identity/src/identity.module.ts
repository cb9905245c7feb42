import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Accounts } from './accounts';
import { AppEvents } from './app-events';
import { DeviceKeyController } from './device-key.controller';
import { DeviceKeys } from './device-keys';
import { IdentityController } from './identity.controller';
import { LoginAttempts } from './login-attempts';
import { LoginController } from './login.controller';
import { Logins } from './logins';
import { OpenId } from './openid';
import { People } from './people';
import { Recipients } from './recipients';
import { VisitorGuard } from './visitor.guard';

/** Who people are and how they log in. Its guard watches every handler of the application. */
@Module({
  controllers: [DeviceKeyController, IdentityController, LoginController],
  providers: [
    Accounts,
    AppEvents,
    DeviceKeys,
    LoginAttempts,
    Logins,
    OpenId,
    People,
    Recipients,
    { provide: APP_GUARD, useClass: VisitorGuard },
  ],
  exports: [AppEvents, Logins, People, Recipients],
})
export class IdentityModule {}
