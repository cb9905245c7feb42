import { randomUUID } from 'node:crypto';
import { routes, type NewInvitation, type RouteCall } from '@samenplan/shared/contracts';
import { contactCode, nextMonth, type Actor, type MatrixScene } from './matrix-scene';

type Routes = typeof routes;
export type RouteName = keyof Routes;

/** How one actor asks a route something that exists; made anew for each, so that one answer does not spoil the next. */
type Samples = {
  readonly [K in RouteName]: (scene: MatrixScene, actor: Actor) => RouteCall<Routes[K]> | Promise<RouteCall<Routes[K]>>;
};

const lastWeek = (): string => new Date(Date.now() - 7 * 86_400_000).toISOString();
const today = (): string => new Date().toISOString().slice(0, 10);
const plan = ({ planId }: MatrixScene): { params: { planId: string } } => ({ params: { planId } });
const section = ({ planId, shared }: MatrixScene): { params: { planId: string; sectionId: string } } => ({
  params: { planId, sectionId: shared },
});
const own = (): object => ({});
const organisation = ({ organisationId }: MatrixScene): { params: { organisationId: string } } => ({
  params: { organisationId },
});
const unknownCode = (): { body: { code: string } } => ({ body: { code: contactCode() } });
const unknownInvitation = (): { body: { code: string } } => ({ body: { code: `${contactCode()}ABCDE` } });

const grantOf = async (scene: MatrixScene): Promise<string> =>
  scene.share((await scene.somebody()).id, 'read', scene.shared);

async function contactPoint(scene: MatrixScene, actor: Actor): Promise<{ params: { contactPointId: string } }> {
  const { items } = await scene.done(actor, routes.listContactPoints, {});
  const body = { kind: 'mail', value: `${randomUUID()}@example.org` } as const;
  const { id } = items[0] ?? (await scene.done(actor, routes.addContactPoint, { body }));
  return { params: { contactPointId: id } };
}

async function colleague(scene: MatrixScene): Promise<string> {
  return scene.place((await scene.somebody('professional')).id);
}

const withColleague = async (
  scene: MatrixScene,
): Promise<{ params: { organisationId: string; affiliationId: string } }> => ({
  params: { organisationId: scene.organisationId, affiliationId: await colleague(scene) },
});

async function team(scene: MatrixScene): Promise<{ organisationId: string; teamId: string }> {
  const { organisationId } = scene;
  const body = { name: 'Team Zuid', phone: null };
  const { id } = await scene.done('administrator', routes.createTeam, { params: { organisationId }, body });
  return { organisationId, teamId: id };
}

async function succession(scene: MatrixScene): Promise<{ params: { planId: string; successionId: string } }> {
  await scene.owner.query('delete from succession where plan_id = $1', [scene.planId]);
  await scene.coordinate();
  const body = { affiliationId: await colleague(scene) };
  const { id } = await scene.done('coordinator', routes.proposeSuccessor, { ...plan(scene), body });
  return { params: { planId: scene.planId, successionId: id } };
}

async function mandate(scene: MatrixScene): Promise<{ params: { planId: string; mandateId: string } }> {
  const { id } = await scene.somebody('representative');
  return { params: { planId: scene.planId, mandateId: await scene.mandate(id, 'money', 'bewindvoerder') } };
}

const newInvitation = (scene: MatrixScene): NewInvitation => ({
  name: 'Huisarts',
  organisation: 'Praktijk',
  function: 'huisarts',
  shares: [{ sectionId: scene.shared, level: 'read' }],
  endsAt: nextMonth(),
  way: 'letter',
});

async function invitation(
  scene: MatrixScene,
  by: Actor = 'client',
): Promise<{ params: { planId: string; invitationId: string } }> {
  await scene.owner.query('delete from invitation');
  const made = await scene.done(by, routes.createInvitation, { ...plan(scene), body: newInvitation(scene) });
  return { params: { planId: scene.planId, invitationId: made.invitation.id } };
}

async function request(scene: MatrixScene): Promise<string> {
  await scene.owner.query('delete from access_request where plan_id = $1', [scene.planId]);
  const body = { sectionId: scene.shared, level: 'write' } as const;
  return (await scene.done('reader', routes.createAccessRequest, { ...plan(scene), body })).id;
}

/** A line of the log about what the writer did. */
async function lineOfWriter(scene: MatrixScene): Promise<string> {
  await scene.done('writer', routes.getSection, section(scene));
  const log = await scene.done('client', routes.getAccessLog, {
    ...plan(scene),
    query: { personId: scene.who('writer').id, limit: 1 },
  });
  return log.items[0]?.id ?? '';
}

async function shares(scene: MatrixScene): Promise<string[]> {
  const { items } = await scene.done('client', routes.listGrants, plan(scene));
  return items.filter(({ effect }) => effect === 'share').map(({ id }) => id);
}

export const samples: Samples = {
  getMe: own,
  getContactCode: own,
  handOutDeviceKeys: own,
  findRecipients: () => ({ query: { search: 'Zorg' } }),
  findRecipientByCode: unknownCode,
  listLogins: own,
  endLogin: async (scene, actor) => ({ params: { loginId: await scene.logInAgain(actor) } }),
  endLogins: () => ({ body: { keepCurrent: true } }),
  extendLogin: own,
  listNotices: () => ({ query: {} }),
  countNotices: own,
  readNotices: () => ({ body: {} }),
  listContactPoints: own,
  addContactPoint: () => ({ body: { kind: 'mail', value: `${randomUUID()}@example.org` } }),
  sendContactCode: contactPoint,
  confirmContactPoint: async (scene, actor) => ({ ...(await contactPoint(scene, actor)), body: { code: '000' } }),
  subscribeContactPoint: contactPoint,
  removeContactPoint: contactPoint,
  getNoticePreferences: own,
  setNoticePreferences: () => ({ body: { way: 'none', rhythm: 'daily', discreet: true, kinds: {} } }),
  listPlans: own,
  createPlan: () => ({ body: { title: 'Nog een plan' } }),
  getPlan: plan,
  changePlan: (scene) => ({ ...plan(scene), body: { title: 'Ons plan' } }),
  setCoordinator: (scene) => ({ ...plan(scene), body: { personId: scene.who('coordinator').id } }),
  createSection: (scene) => ({ ...plan(scene), body: { title: 'Nieuw', kind: 'own' } }),
  getSection: section,
  changeSection: (scene) => ({ ...section(scene), body: { title: 'Wonen' } }),
  showSection: section,
  getAuthorship: section,
  getPreview: (scene) => ({ params: { planId: scene.planId, personId: scene.who('reader').id } }),
  listPlanStarts: own,
  createPlanStart: () => ({ body: {} }),
  cancelPlanStart: async (scene, actor) => ({ params: { startId: await startOf(scene, actor) } }),
  lookUpPlanStart: unknownCode,
  claimPlanStart: () => ({ body: { code: contactCode(), title: 'Plan', share: null, coordinator: false } }),
  listOrganisations: own,
  getOrganisation: organisation,
  changeOrganisation: (scene) => ({ ...organisation(scene), body: { phone: '06-00 000 001' } }),
  createFunction: (scene) => ({
    ...organisation(scene),
    body: { name: 'kok', duties: ['no-secrecy'], purpose: 'eten', legalBasis: 'Wmo' },
  }),
  changeFunction: ({ organisationId, functionId }) => ({
    params: { organisationId, functionId },
    body: { purpose: 'zorg' },
  }),
  changeColleague: async (scene) => ({ ...(await withColleague(scene)), body: { workingDays: [1, 2] } }),
  checkDeparture: withColleague,
  planDeparture: async (scene) => ({ ...(await withColleague(scene)), body: {} }),
  createTeam: (scene) => ({ ...organisation(scene), body: { name: 'Team Noord', phone: null } }),
  changeTeam: async (scene) => ({ params: await team(scene), body: { name: 'Team West' } }),
  addTeamMember: async (scene) => ({ params: await team(scene), body: { affiliationId: await colleague(scene) } }),
  endTeamMember: async (scene) => {
    const params = await team(scene);
    const body = { affiliationId: await colleague(scene) };
    const { id } = await scene.done('administrator', routes.addTeamMember, { params, body });
    return { params: { ...params, memberId: id } };
  },
  createReplacement: async (scene) => ({ ...organisation(scene), body: await replacement(scene) }),
  cancelReplacement: async (scene) => {
    const { organisationId } = scene;
    const body = await replacement(scene);
    const { id } = await scene.done('administrator', routes.createReplacement, { params: { organisationId }, body });
    return { params: { organisationId, replacementId: id } };
  },
  endAdministrator: async (scene) => {
    const id = randomUUID();
    await scene.owner.query('insert into administration (id, person_id, organisation_id) values ($1, $2, $3)', [
      id,
      (await scene.somebody('administrator')).id,
      scene.organisationId,
    ]);
    return { params: { organisationId: scene.organisationId, administrationId: id } };
  },
  listAdministrationChanges: (scene) => ({ ...organisation(scene), query: {} }),
  inviteColleague: (scene) => ({
    ...organisation(scene),
    body: { functionId: scene.functionId, administrator: false },
  }),
  cancelColleagueInvitation: async (scene) => {
    const body = { functionId: scene.functionId, administrator: false };
    const { id } = await scene.done('administrator', routes.inviteColleague, { ...organisation(scene), body });
    return { params: { organisationId: scene.organisationId, invitationId: id } };
  },
  lookUpColleagueInvitation: unknownCode,
  acceptColleagueInvitation: unknownCode,
  getPlanContacts: plan,
  proposeSuccessor: async (scene) => {
    await scene.owner.query('delete from succession where plan_id = $1', [scene.planId]);
    await scene.coordinate();
    return { ...plan(scene), body: { affiliationId: await colleague(scene) } };
  },
  withdrawSuccession: succession,
  answerSuccession: async (scene) => ({ ...(await succession(scene)), body: { answer: 'no' } }),
  listVersions: (scene) => ({ ...section(scene), query: {} }),
  getVersion: ({ planId, shared }) => ({ params: { planId, sectionId: shared, version: 1 }, query: {} }),
  restoreVersion: ({ planId, shared }) => ({ params: { planId, sectionId: shared, version: 1 } }),
  getChanges: section,
  keepVisit: section,
  listAssistedClients: own,
  createAssistedClient: () => ({
    body: { name: 'Cliënt zonder inlog', birthDate: '1950-01-01', title: 'Plan', agreed: true },
  }),
  makeTakeoverLetter: plan,
  beginAssistedSession: (scene) => ({ ...plan(scene), body: { present: true } }),
  endAssistedSession: own,
  allowAssistedSession: (scene) => ({ ...plan(scene), body: { helperId: scene.who('coordinator').id } }),
  enterPaperDecision: (scene) => ({
    ...plan(scene),
    body: {
      decidedOn: today(),
      witness: { name: 'Buurvrouw' },
      choices: [{ recipient: { type: 'person', id: scene.who('informal').id }, effect: 'withhold' }],
    },
  }),
  listPaperConfirmations: own,
  answerPaperConfirmation: () => ({ params: { decisionId: randomUUID() }, body: { answer: 'yes' } }),
  listHelpedDecisions: plan,
  reviewHelpedDecision: ({ planId }) => ({ params: { planId, decisionId: randomUUID() } }),
  lookUpAccountCode: unknownCode,
  claimAccountCode: () => ({ body: { code: contactCode(), birthDate: '1980-05-17' } }),
  getRecoveryLetter: own,
  makeRecoveryLetter: own,
  endRecoveryLetter: own,
  listGrants: plan,
  createGrant: async (scene) => ({
    ...plan(scene),
    body: {
      recipient: { type: 'person', id: (await scene.somebody()).id },
      sectionId: scene.shared,
      effect: 'share',
      level: 'read',
      endsAt: nextMonth(),
    },
  }),
  changeGrant: async (scene) => ({
    params: { planId: scene.planId, grantId: await grantOf(scene) },
    body: { level: 'write' },
  }),
  stopGrant: async (scene) => ({ params: { planId: scene.planId, grantId: await grantOf(scene) } }),
  getAudience: plan,
  listAccessRequests: own,
  createAccessRequest: async (scene) => {
    await scene.owner.query('delete from access_request where plan_id = $1', [scene.planId]);
    return { ...plan(scene), body: { sectionId: scene.shared, level: 'write' } };
  },
  answerAccessRequest: async (scene) => ({
    params: { planId: scene.planId, requestId: await request(scene) },
    body: { answer: 'no' },
  }),
  getRepresentation: plan,
  addMandate: async (scene) => ({
    ...plan(scene),
    body: { personId: (await scene.somebody()).id, kind: 'gemachtigde', scope: 'all', endsAt: nextMonth() },
  }),
  changeMandate: async (scene) => ({ ...(await mandate(scene)), body: { act: 'contest' } }),
  endMandate: mandate,
  closeSection: (scene) => ({
    ...plan(scene),
    body: { sectionId: scene.shared, personId: scene.who('representative').id, reason: 'Dat is beter zo.' },
  }),
  openSection: ({ planId }) => ({ params: { planId, closureId: randomUUID() } }),
  getAccessReview: plan,
  createAccessReview: async (scene) => ({ ...plan(scene), body: { grantIds: await shares(scene) } }),
  listInvitations: plan,
  listPreparedInvitations: own,
  createInvitation: async (scene) => {
    await scene.owner.query('delete from invitation');
    return { ...plan(scene), body: newInvitation(scene) };
  },
  approveInvitation: (scene) => invitation(scene, 'coordinator'),
  renewInvitation: async (scene) => ({ ...(await invitation(scene)), body: { way: 'letter' } }),
  withdrawInvitation: (scene) => invitation(scene),
  lookUpInvitation: unknownInvitation,
  confirmInvitation: unknownInvitation,
  askAccess: (scene) => ({
    body: { about: { planId: scene.planId }, domain: 'housing', level: 'read' },
  }),
  listAccessQuestions: own,
  answerAccessQuestion: () => ({ params: { questionId: randomUUID() }, body: { answer: 'no' } }),
  listQuestionAnswers: own,
  getAccessLog: (scene) => ({ ...plan(scene), query: {} }),
  getAccessLogEntries: (scene) => ({ ...plan(scene), query: {} }),
  exportAccessLog: (scene) => ({ ...plan(scene), query: { format: 'csv' } }),
  askLogQuestion: async (scene) => ({ ...plan(scene), body: { lineId: await lineOfWriter(scene), text: 'Waarom?' } }),
  listLogQuestions: own,
  answerLogQuestion: () => ({ params: { logQuestionId: randomUUID() }, body: { text: 'Daarom.' } }),
  getAuditReport: () => ({ query: { from: lastWeek(), to: new Date().toISOString() } }),
};

async function replacement(
  scene: MatrixScene,
): Promise<{ affiliationId: string; substituteId: string; startsAt: string; endsAt: string }> {
  const startsAt = new Date(Date.now() + 3_600_000).toISOString();
  return { affiliationId: await colleague(scene), substituteId: await colleague(scene), startsAt, endsAt: nextMonth() };
}

/** A start of the actor; of a professional when the actor may not start. */
async function startOf(scene: MatrixScene, actor: Actor): Promise<string> {
  const response = await scene.ask(scene.who(actor), routes.createPlanStart, { body: {} });
  if (response.ok) return ((await response.json()) as { id: string }).id;
  return (await scene.done('writer', routes.createPlanStart, { body: {} })).id;
}
