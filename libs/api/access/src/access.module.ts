import { Module } from '@nestjs/common';
import { IdentityModule } from '@samenplan/api/identity';
import { Access } from './access';
import { AccessController } from './access.controller';
import { AccessLog } from './log/access-log';
import { Announcements } from './announcements';
import { Audience } from './audience';
import { Grants } from './grants';
import { InvitationConfirmations } from './invitations/invitation-confirmations';
import { InvitationController } from './invitations/invitation.controller';
import { InvitationEnds } from './invitations/invitation-ends';
import { InvitationMail } from './invitations/invitation-mail';
import { InvitationRows } from './invitations/invitation-rows';
import { Invitations } from './invitations/invitations';
import { QuestionAnswers } from './invitations/question-answers';
import { QuestionController } from './invitations/question.controller';
import { QuestionRows } from './invitations/question-rows';
import { Questions } from './invitations/questions';
import { Audit } from './log/audit';
import { LogEntries } from './log/log-entries';
import { LogExport } from './log/log-export';
import { LogHeads } from './log/log-heads';
import { LogQuestions } from './log/log-questions';
import { LogReader } from './log/log-reader';
import { LogRows } from './log/log-rows';
import { LogSealer } from './log/log-sealer';
import { LogController } from './log/log.controller';
import { Receivers } from './receivers';
import { Refusals } from './refusals';
import { Closures } from './representation/closures';
import { MandateEnds } from './representation/mandate-ends';
import { Mandates } from './representation/mandates';
import { RepresentationController } from './representation/representation.controller';
import { RepresentationView } from './representation/representation-view';
import { Requests } from './requests';
import { ReviewCalls } from './review/review-calls';
import { ReviewController } from './review/review.controller';
import { Reviews } from './review/reviews';
import { RightEnds } from './right-ends';
import { PlaceLines } from './succession/place-lines';
import { PlanContactsReader } from './succession/plan-contacts';
import { SuccessionController } from './succession/succession.controller';
import { Successions } from './succession/successions';

const invitations = [
  InvitationConfirmations,
  InvitationEnds,
  InvitationMail,
  InvitationRows,
  Invitations,
  QuestionAnswers,
  QuestionRows,
  Questions,
];
const representation = [Closures, MandateEnds, Mandates, RepresentationView];
const shared = [Access, AccessLog, Announcements, Grants, Refusals];

/** Needs a provider of `Titles` from a global module: the plan library has it. */
@Module({
  imports: [IdentityModule],
  controllers: [
    RepresentationController,
    AccessController,
    InvitationController,
    QuestionController,
    LogController,
    ReviewController,
    SuccessionController,
  ],
  providers: [
    ...shared,
    ...invitations,
    ...representation,
    PlaceLines,
    PlanContactsReader,
    Successions,
    Audience,
    Audit,
    LogEntries,
    LogExport,
    LogHeads,
    LogQuestions,
    LogReader,
    LogRows,
    LogSealer,
    Receivers,
    Requests,
    ReviewCalls,
    Reviews,
    RightEnds,
  ],
  exports: shared,
})
export class AccessModule {}
