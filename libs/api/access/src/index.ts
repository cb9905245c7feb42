export { Access } from './access';
export {
  AccessLog,
  LOG_SOURCE,
  logPurpose,
  planKey,
  type LogAction,
  type LogDetails,
  type LogEvent,
} from './access-log';
export { AccessModule } from './access.module';
export type { Acting } from './acting';
export { Announcements, peopleIn } from './announcements';
export { decide, type Ask, type Decision } from './decide';
export { facesInOrder, facesOf, placeIn, type Face, type Placed } from './faces';
export { standingIn } from './facts';
export { Grants } from './grants';
export { LogChain } from './log-chain';
export { sentenceOf, type LogFault } from './log-faults';
export { headsFile, headsIn, type Head } from './log-heads';
export { verifyLog, type LogVerification } from './log-verifier';
export { readPeriods, type ReadPeriod } from './past-rights';
export { checkedEnd } from './receivers';
export { Refusals, Refused } from './refusals';
export { RightEnds } from './right-ends';
export type { Rules } from './rules';
export { changed, rows } from './sql';
export { Standing, type Need } from './standing';
export { titleOf, Titles } from './titles';
export { Requests } from './requests';
