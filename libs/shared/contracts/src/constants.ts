// Plain constants, free of zod, so that the browser can use them without loading a validator.

/** What a right allows, from nothing to deciding; `manage` belongs to the client and a representative only. */
export const levels = ['none', 'read', 'write', 'manage'] as const;
export type Level = (typeof levels)[number];

/** True when `have` allows at least what `need` allows. */
export function reaches(have: Level, need: Level): boolean {
  return levels.indexOf(have) >= levels.indexOf(need);
}

/** Phases of an ondersteuningsplan; a plan can go back. */
export const phases = [
  'registration',
  'exploration',
  'planning',
  'support',
  'evaluation',
  'monitoring',
  'closed',
] as const;
export type Phase = (typeof phases)[number];

/** The 13 domains of the Zelfredzaamheid-Matrix 2017, names only, in its order. */
export const lifeDomains = [
  'finances',
  'work-and-education',
  'daily-activities',
  'housing',
  'domestic-relations',
  'mental-health',
  'physical-health',
  'substance-use',
  'basic-adl',
  'instrumental-adl',
  'social-network',
  'participation',
  'justice',
] as const;
export type LifeDomain = (typeof lifeDomains)[number];

/** `own-story` is "Mijn verhaal": the client writes, others read at most. */
export const sectionKinds = ['own-story', 'domain', 'network', 'agreements', 'evaluation', 'own'] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** What somebody in a function must do with what they hear (art. 272 Sr, 162 Sv, Wet op de jeugdzorg meldrecht). */
export const dutyKinds = [
  'professional-secrecy',
  'official-secrecy',
  'fraud-reporting',
  'domestic-violence-reporting',
  'no-secrecy',
] as const;
export type Duty = (typeof dutyKinds)[number];

/** Roles only choose which screens are offered; they never give a right to content. */
export const roles = [
  'client',
  'representative',
  'informal',
  'professional',
  'network-coordinator',
  'directory-editor',
  'administrator',
  'privacy-officer',
] as const;
export type Role = (typeof roles)[number];

/**
 * Why somebody may act for a client. The words of Dutch law, which have no exact English ones: `ouder` has parental
 * authority (gezag), `voogd` is a guardian, `gemachtigde` was appointed by the client, the others by a court.
 */
export const mandateKinds = ['mentor', 'curator', 'bewindvoerder', 'gemachtigde', 'ouder', 'voogd'] as const;
export type MandateKind = (typeof mandateKinds)[number];

/** Hold over a child: until 16, or until 18 when the young person renewed it. */
export const parentalKinds: readonly string[] = ['ouder', 'voogd'] satisfies readonly MandateKind[];

/** What was seen before a mandate was recorded: a decision of the court, an extract of the register of it, or of gezag. */
export const mandateProofs = ['court-decision', 'court-register', 'custody-register'] as const;
export type MandateProof = (typeof mandateProofs)[number];

/** The ages of a client at which rights change, in years. */
export const ageBands = ['under-12', '12-to-15', '16-or-17', 'adult', 'unknown'] as const;
export type AgeBand = (typeof ageBands)[number];

/** Kinds of events in the access log; the client reads them as sentences. */
export const logTypes = [
  'plan-created',
  'plan-listed',
  'plan-read',
  'plan-changed',
  'plan-destroyed',
  'section-created',
  'section-changed',
  'section-shown',
  'section-archived',
  'section-restored',
  'section-destroyed',
  'section-read',
  'section-live-read',
  'section-live-write',
  'section-history-read',
  'section-version-restored',
  'grant-created',
  'grant-changed',
  'grant-stopped',
  'access-reviewed',
  'right-ended',
  'audience-read',
  'preview-read',
  'log-read',
  'log-exported',
  'log-question-asked',
  'log-question-read',
  'log-question-answered',
  'coordinator-set',
  'request-made',
  'request-answered',
  'successor-offered',
  'successor-answered',
  'team-joined',
  'team-left',
  'place-ended',
  'mandate-made',
  'mandate-agreed',
  'mandate-contested',
  'mandate-confirmed',
  'mandate-renewed',
  'mandate-ended',
  'section-closed',
  'section-opened',
  'access-asked',
  'access-answered',
  'invitation-made',
  'invitation-sent',
  'invitation-withdrawn',
  'invitation-confirmed',
  'assisted-begun',
  'paper-decided',
  'account-taken-over',
  'refused',
] as const;
export type LogType = (typeof logTypes)[number];

/** What a person can be told; a notice holds one of these and ids, the web app makes the sentence. */
export const noticeKinds = [
  'request-made',
  'request-answered',
  'right-ends-soon',
  'right-ended',
  'right-shown',
  'look-back',
  'invitation-confirmed',
  'team-joined',
  'successor-offered',
  'successor-answered',
  'replacement',
  'mandate-begun',
  'mandate-ends-soon',
  'mandate-ended',
  'age-review',
  'log-question',
  'log-answer',
  'copy-ready',
  'destruction-asked',
  'destruction-answered',
  'assisted-decision',
  'login-new',
  'account-asked',
  'witness-asked',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** How somebody wants to hear that there is something new, beside the product itself. */
export const noticeWays = ['mail', 'sms', 'letter', 'none'] as const;
export type NoticeWay = (typeof noticeWays)[number];

/**
 * How sure it is that somebody is who they say they are, weakest first: the levels of assurance of eIDAS (Implementing
 * Regulation (EU) 2015/1502). From `substantial` on there is a second factor.
 */
export const assurances = ['low', 'substantial', 'high'] as const;
export type Assurance = (typeof assurances)[number];

/** What a login must be worth for something. */
export interface LoginNeeds {
  readonly assurance: Assurance;
  /** The person proved who they are at most this many minutes ago; absent: any time in this login. */
  readonly freshMinutes?: number;
}

/** For routes that can't be undone or reach far: as field `needs` of the route. */
export const sensitive: LoginNeeds = { assurance: 'substantial', freshMinutes: 15 };

/** Name of the one socket.io event that carries an {@link AppEvent}. */
export const appEventName = 'samenplan';

/** All addresses of the API begin with this. */
export const apiPrefix = '/api/v1';
