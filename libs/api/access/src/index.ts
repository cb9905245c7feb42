export { Access } from './access';
export {
  AccessLog,
  LOG_SOURCE,
  logPurpose,
  planKey,
  type LogAction,
  type LogDetails,
  type LogEvent,
} from './log/access-log';
export { AccessModule } from './access.module';
export type { Acting, Helper } from './acting';
export { Announcements, peopleIn } from './announcements';
export { decide, type Ask, type Decision } from './decide';
export { facesInOrder, facesOf, placeIn, type Face, type Placed } from './faces';
export { standingIn } from './facts';
export { Grants } from './grants';
export { InvitationEnds } from './invitations/invitation-ends';
export { LogChain } from './log/log-chain';
export { sentenceOf, type LogFault } from './log/log-faults';
export { headsFile, headsIn, type Head } from './log/log-heads';
export { LogSealer } from './log/log-sealer';
export { keepVerification } from './log/log-verifications';
export { verifyLog, type LogVerification } from './log/log-verifier';
export { oneAtATime } from './one-at-a-time';
export { readPeriods, type ReadPeriod } from './past-rights';
export { checkedEnd } from './receivers';
export { Refusals, Refused } from './refusals';
export { ReviewCalls } from './review/review-calls';
export { RightEnds } from './right-ends';
export type { Rules } from './rules';
export { changed, rows } from './sql';
export { Standing, type Need } from './standing';
export { titleOf, Titles } from './titles';
export { Closures } from './representation/closures';
export { MandateEnds } from './representation/mandate-ends';
export { Requests } from './requests';
export { PlaceLines } from './succession/place-lines';
