import { actors, type Actor } from './matrix-scene';
import type { RouteName } from './matrix-samples';

/** Status of the answer for each actor, asking about the plan, the shared section, the organisation, or oneself. */
export type Row = Readonly<Record<Actor, number>>;

const everybody = (status: number): Row => rowOf({}, status);
/** @param rest for whom nothing is named: there is no such thing for them */
function rowOf(named: Readonly<Record<number, string>>, rest = 404): Row {
  const row = Object.fromEntries(actors.map((actor) => [actor, rest])) as Record<Actor, number>;
  for (const [status, who] of Object.entries(named))
    for (const actor of who.split(' ')) {
      if (!(actor in row)) throw new Error(`${actor} is nobody`);
      row[actor as Actor] = Number(status);
    }
  return row;
}

const deciders = 'client representative';
const professionals = 'coordinator writer reader';
/** Everybody who sees the shared section. */
const readers = `${deciders} ${professionals} informal`;
/** Everybody who sees anything of the plan. */
const seers = `${readers} moneyRepresentative`;
/** Decides; others who see the plan learn that they may not. */
const forDeciders = (status: number): Row =>
  rowOf({ [status]: deciders, 403: `${professionals} informal moneyRepresentative` });
const forClient = (status: number): Row =>
  rowOf({ [status]: 'client', 403: `representative ${professionals} informal moneyRepresentative` });
/** As {@link forDeciders}, about the shared section: the representative for money does not know of it. */
const forDecidersOfSection = (status: number): Row => rowOf({ [status]: deciders, 403: `${professionals} informal` });
const forReaders = (status: number): Row => rowOf({ [status]: readers });
const forSeers = (status: number): Row => rowOf({ [status]: seers });
const forArrangers = (status: number): Row =>
  rowOf({ [status]: `${deciders} coordinator`, 403: 'writer reader informal moneyRepresentative' });
const forArrangersOfSection = (status: number): Row =>
  rowOf({ [status]: `${deciders} coordinator`, 403: 'writer reader informal' });
/** Who reads the log: also the representative for money, the part about money. */
const forLogReaders = (status: number): Row =>
  rowOf({ [status]: `${deciders} moneyRepresentative`, 403: `${professionals} informal` });
const forAdministrator = (status: number): Row => rowOf({ [status]: 'administrator' });
/** Everybody with a place in an organisation. */
const forProfessionals = (status: number): Row => rowOf({ [status]: `${professionals} colleague` }, 403);
const unknownCode = everybody(422);

/** What each route answers whom. A route that is not in it does not compile, and does not pass. */
export const table: Readonly<Record<RouteName, Row>> = {
  getMe: everybody(200),
  getContactCode: everybody(200),
  handOutDeviceKeys: everybody(200),
  findRecipients: everybody(200),
  findRecipientByCode: unknownCode,
  listLogins: everybody(200),
  endLogin: everybody(204),
  endLogins: everybody(200),
  extendLogin: everybody(200),
  listNotices: everybody(200),
  countNotices: everybody(200),
  readNotices: everybody(204),
  listContactPoints: everybody(200),
  addContactPoint: everybody(201),
  sendContactCode: everybody(204),
  confirmContactPoint: unknownCode,
  subscribeContactPoint: everybody(204),
  removeContactPoint: everybody(204),
  getNoticePreferences: everybody(200),
  setNoticePreferences: everybody(200),
  getRecoveryLetter: everybody(200),
  makeRecoveryLetter: rowOf({ 403: `${professionals} colleague` }, 201),
  endRecoveryLetter: everybody(204),
  lookUpAccountCode: unknownCode,
  claimAccountCode: unknownCode,

  listPlans: everybody(200),
  createPlan: everybody(201),
  getPlan: forSeers(200),
  changePlan: forArrangers(200),
  setCoordinator: forDeciders(204),
  getPreview: forDeciders(200),
  getPlanContacts: forSeers(200),
  proposeSuccessor: rowOf({ 201: 'coordinator', 403: `${deciders} writer reader informal moneyRepresentative` }),
  withdrawSuccession: rowOf({ 204: 'coordinator' }),
  answerSuccession: forDeciders(204),

  createSection: forArrangers(201),
  getSection: forReaders(200),
  changeSection: forArrangersOfSection(200),
  showSection: rowOf({ 204: 'client', 403: `representative ${professionals} informal` }),
  getAuthorship: forReaders(200),
  listVersions: forReaders(200),
  getVersion: forReaders(200),
  restoreVersion: rowOf({ 201: `${deciders} coordinator writer`, 403: 'reader informal' }),
  getChanges: forReaders(200),
  keepVisit: forReaders(204),

  listPlanStarts: everybody(200),
  createPlanStart: forProfessionals(201),
  cancelPlanStart: rowOf({ 204: `${professionals} colleague` }),
  lookUpPlanStart: unknownCode,
  claimPlanStart: unknownCode,
  listAssistedClients: everybody(200),
  createAssistedClient: forProfessionals(201),
  // The client has an own login here.
  makeTakeoverLetter: rowOf({ 403: seers }),
  beginAssistedSession: rowOf({ 403: seers }),
  allowAssistedSession: forClient(422),
  endAssistedSession: everybody(204),
  enterPaperDecision: rowOf({ 403: seers }),
  listPaperConfirmations: everybody(200),
  answerPaperConfirmation: everybody(404),
  listHelpedDecisions: forClient(200),
  reviewHelpedDecision: rowOf({ 404: 'client', 403: `representative ${professionals} informal moneyRepresentative` }),

  listGrants: forSeers(200),
  createGrant: forDecidersOfSection(201),
  changeGrant: rowOf({ 200: deciders }),
  stopGrant: rowOf({ 204: deciders }),
  getAudience: forLogReaders(200),
  getAccessReview: forDeciders(200),
  createAccessReview: forDeciders(201),
  listAccessRequests: everybody(200),
  createAccessRequest: rowOf({ 201: 'reader informal', 403: `${deciders} coordinator writer` }),
  answerAccessRequest: rowOf({ 204: deciders, 403: 'reader' }),
  askAccess: rowOf({ 201: `${professionals} informal moneyRepresentative`, 403: deciders }),
  listAccessQuestions: everybody(200),
  answerAccessQuestion: everybody(404),
  listQuestionAnswers: everybody(200),
  listInvitations: forSeers(200),
  listPreparedInvitations: everybody(200),
  createInvitation: forArrangersOfSection(201),
  approveInvitation: rowOf({ 200: deciders, 403: 'coordinator' }),
  renewInvitation: rowOf({ 200: deciders }),
  withdrawInvitation: rowOf({ 204: deciders }),
  lookUpInvitation: unknownCode,
  confirmInvitation: unknownCode,

  getRepresentation: rowOf({ 200: `${deciders} ${professionals} moneyRepresentative`, 403: 'informal' }),
  addMandate: forClient(201),
  changeMandate: rowOf({ 204: 'client' }),
  // What a court decided, the client contests, and does not end.
  endMandate: rowOf({ 204: 'coordinator', 403: 'client' }),
  // The client is an adult: nothing is closed to parents.
  closeSection: rowOf({ 422: 'client coordinator writer', 403: 'representative reader informal' }),
  openSection: everybody(404),

  getAccessLog: forLogReaders(200),
  getAccessLogEntries: forLogReaders(200),
  exportAccessLog: forLogReaders(200),
  askLogQuestion: forDecidersOfSection(201),
  listLogQuestions: everybody(200),
  answerLogQuestion: everybody(404),
  getAuditReport: rowOf({ 200: 'privacyOfficer' }),

  listOrganisations: everybody(200),
  getOrganisation: forAdministrator(200),
  changeOrganisation: forAdministrator(204),
  createFunction: forAdministrator(201),
  changeFunction: forAdministrator(204),
  changeColleague: forAdministrator(204),
  checkDeparture: forAdministrator(200),
  planDeparture: forAdministrator(204),
  createTeam: forAdministrator(201),
  changeTeam: forAdministrator(204),
  addTeamMember: forAdministrator(201),
  endTeamMember: forAdministrator(204),
  createReplacement: forAdministrator(201),
  cancelReplacement: forAdministrator(204),
  endAdministrator: forAdministrator(204),
  listAdministrationChanges: forAdministrator(200),
  inviteColleague: forAdministrator(201),
  cancelColleagueInvitation: forAdministrator(204),
  lookUpColleagueInvitation: unknownCode,
  acceptColleagueInvitation: unknownCode,
};
