import { Global, Module } from '@nestjs/common';
import { AccessModule, Titles } from '@samenplan/api/access';
import { IdentityModule } from '@samenplan/api/identity';
import { Authorship } from './authorship';
import { Details } from './details';
import { AccountCodeController } from './entry/account-code.controller';
import { AccountCodes } from './entry/account-codes';
import { AssistedClients } from './entry/assisted-clients';
import { AssistedSessions } from './entry/assisted-sessions';
import { EntryController } from './entry/entry.controller';
import { HelpedDecisions } from './entry/helped-decisions';
import { Helping } from './entry/helping';
import { Letters } from './entry/letters';
import { PaperConfirmations } from './entry/paper-confirmations';
import { PaperDecisions } from './entry/paper-decisions';
import { HistoryController } from './history.controller';
import { PlanController } from './plan.controller';
import { PlanMaking } from './plan-making';
import { PlanStartController } from './plan-start.controller';
import { PlanStarts } from './plan-starts';
import { PlanTitles } from './plan-titles';
import { PlanViews } from './plan-views';
import { Plans } from './plans';
import { SectionChanges } from './section-changes';
import { SectionController } from './section.controller';
import { SectionHistory } from './section-history';
import { SectionRestore } from './section-restore';
import { SectionRoom } from './section-room';
import { Sections } from './sections';
import { Writers } from './writers';

/** Global, because the access library asks it for titles without knowing it. */
@Global()
@Module({
  imports: [IdentityModule, AccessModule],
  controllers: [
    PlanController,
    SectionController,
    HistoryController,
    PlanStartController,
    EntryController,
    AccountCodeController,
  ],
  providers: [
    AccountCodes,
    AssistedClients,
    AssistedSessions,
    Authorship,
    Details,
    HelpedDecisions,
    Helping,
    Letters,
    PaperConfirmations,
    PaperDecisions,
    PlanMaking,
    PlanStarts,
    PlanViews,
    Plans,
    SectionChanges,
    SectionHistory,
    SectionRestore,
    SectionRoom,
    Sections,
    Writers,
    { provide: Titles, useClass: PlanTitles },
  ],
  exports: [Plans, PlanStarts, SectionRoom, Sections, Titles],
})
export class PlanModule {}
