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
  'right-ended',
  'audience-read',
  'preview-read',
  'log-read',
  'coordinator-set',
  'request-made',
  'request-answered',
  'refused',
] as const;
export type LogType = (typeof logTypes)[number];

/** Name of the one socket.io event that carries an {@link AppEvent}. */
export const appEventName = 'samenplan';

/** All addresses of the API begin with this. */
export const apiPrefix = '/api/v1';
