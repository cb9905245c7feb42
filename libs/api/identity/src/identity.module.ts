import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Accounts } from './accounts';
import { AssistedLogins } from './assisted-logins';
import { AppEvents } from './app-events';
import { DeviceKeyController } from './device-key.controller';
import { DeviceKeys } from './device-keys';
import { IdentityController } from './identity.controller';
import { KnownBrowsers } from './known-browsers';
import { LoginAttempts } from './login-attempts';
import { LoginController } from './login.controller';
import { Logins } from './logins';
import { ContactPoints } from './notices/contact-points';
import { MailRepliesController } from './notices/mail-replies.controller';
import { MessageSender } from './notices/message-sender';
import { Messages } from './notices/messages';
import { NoticeInbox } from './notices/notice-inbox';
import { NoticePreferencesOf } from './notices/notice-preferences';
import { Notices } from './notices/notices';
import { NoticesController } from './notices/notices.controller';
import { OpenId } from './openid';
import { Administration } from './organisations/administration';
import { AdministrationLog } from './organisations/administration-log';
import { ColleagueController } from './organisations/colleague.controller';
import { ColleagueInvitations } from './organisations/colleague-invitations';
import { Colleagues } from './organisations/colleagues';
import { OrganisationController } from './organisations/organisation.controller';
import { Organisations } from './organisations/organisations';
import { OwnLogins } from './own-logins';
import { OwnLoginsController } from './own-logins.controller';
import { People } from './people';
import { Recipients } from './recipients';
import { VisitorGuard } from './visitor.guard';

/** Who people are and how they log in. Its guard watches every handler of the application. */
@Module({
  controllers: [
    DeviceKeyController,
    IdentityController,
    LoginController,
    MailRepliesController,
    NoticesController,
    OwnLoginsController,
    ColleagueController,
    OrganisationController,
  ],
  providers: [
    Accounts,
    Administration,
    AdministrationLog,
    ColleagueInvitations,
    Colleagues,
    Organisations,
    AppEvents,
    AssistedLogins,
    DeviceKeys,
    KnownBrowsers,
    LoginAttempts,
    Logins,
    ContactPoints,
    MessageSender,
    Messages,
    NoticeInbox,
    NoticePreferencesOf,
    Notices,
    OpenId,
    OwnLogins,
    People,
    Recipients,
    { provide: APP_GUARD, useClass: VisitorGuard },
  ],
  exports: [AppEvents, AssistedLogins, Logins, Notices, People, Recipients],
})
export class IdentityModule {}
