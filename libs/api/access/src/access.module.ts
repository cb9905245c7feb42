import { Module } from '@nestjs/common';
import { IdentityModule } from '@samenplan/api/identity';
import { Access } from './access';
import { AccessController } from './access.controller';
import { AccessLog } from './access-log';
import { Announcements } from './announcements';
import { Audience } from './audience';
import { Grants } from './grants';
import { LogHeads } from './log-heads';
import { LogReader } from './log-reader';
import { LogSealer } from './log-sealer';
import { Receivers } from './receivers';
import { Refusals } from './refusals';
import { Requests } from './requests';
import { RightEnds } from './right-ends';

const shared = [Access, AccessLog, Announcements, Grants, Refusals];

/** Needs a provider of `Titles` from a global module: the plan library has it. */
@Module({
  imports: [IdentityModule],
  controllers: [AccessController],
  providers: [...shared, Audience, LogHeads, LogReader, LogSealer, Receivers, Requests, RightEnds],
  exports: shared,
})
export class AccessModule {}
