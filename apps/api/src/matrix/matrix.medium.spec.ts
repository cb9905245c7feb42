import { routes, type RouteShape } from '@samenplan/shared/contracts';
import { samples, type RouteName } from './matrix-samples';
import { actors, MatrixScene, type Actor, type Filled } from './matrix-scene';
import { table } from './matrix-table';

const names = Object.keys(routes) as RouteName[];
const withParam = (name: string): RouteName[] => names.filter((route) => routes[route].path.includes(`{${name}}`));
/** Answers that depend on who asks alone: one sample is good for all of them. */
const refused = (status: number): boolean => status === 403 || status === 404;
/** What a browser may ask without a login: it ends what it has itself. */
const open: Partial<Record<RouteName, number>> = { endAssistedSession: 204 };

describe('every route, asked by everybody', () => {
  let scene: MatrixScene;

  beforeAll(async () => {
    scene = await MatrixScene.begin();
  }, 60_000);
  afterAll(() => scene.end());

  const sample = async (name: RouteName, actor: Actor): Promise<Filled> => samples[name](scene, actor);
  const status = async (actor: Actor | null, name: RouteName, filled: Filled): Promise<number> => {
    const route: RouteShape = routes[name];
    const response = await scene.ask(actor === null ? null : scene.who(actor), route, filled);
    await response.arrayBuffer();
    return response.status;
  };
  const statuses = async (name: RouteName, filled: Filled): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const actor of actors) found[actor] = await status(actor, name, filled);
    return found;
  };
  const all = (which: number): Record<string, number> => Object.fromEntries(actors.map((actor) => [actor, which]));

  it('stands in the table, and nothing else does', () => {
    expect(Object.keys(table).sort()).toEqual([...names].sort());
  });

  it.each(names)('answers %s as the table says, and nobody only "log in first"', async (name) => {
    const row = table[name];
    const found: Record<string, number> = {};
    const shut = actors.filter((actor) => refused(row[actor]));
    const [first] = shut;
    const shared = await sample(name, first ?? 'client');
    expect(await status(null, name, shared)).toBe(open[name] ?? 401);
    // First those who change nothing: a new sample can take the place of the one before.
    for (const actor of shut) found[actor] = await status(actor, name, shared);
    for (const actor of actors)
      if (!refused(row[actor])) found[actor] = await status(actor, name, await sample(name, actor));
    expect(found).toEqual(row);
  });

  it.each(withParam('planId'))('answers %s about a plan of somebody else: not found', async (name) => {
    const filled = await sample(name, 'client');
    const params = { ...filled.params, planId: scene.foreignPlan };
    const elsewhere = 'sectionId' in params ? { ...params, sectionId: scene.foreignSection } : params;
    const { otherClient, ...others } = await statuses(name, { ...filled, params: elsewhere });
    const { otherClient: _, ...nothing } = all(404);
    expect(others).toEqual(nothing);
    expect(otherClient).not.toBe(401);
  });

  it.each(withParam('sectionId'))('answers %s about a section that is shown to nobody: not found', async (name) => {
    const filled = await sample(name, 'client');
    const found = await statuses(name, { ...filled, params: { ...filled.params, sectionId: scene.hidden } });
    const { client: _, representative: __, ...others } = found;
    const { client: ___, representative: ____, ...nothing } = all(404);
    expect(others).toEqual(nothing);
  });

  it.each(withParam('organisationId'))('answers %s about another organisation: not found', async (name) => {
    const filled = await sample(name, 'administrator');
    const params = { ...filled.params, organisationId: scene.foreignOrganisation };
    expect(await statuses(name, { ...filled, params })).toEqual(all(404));
  });

  it.each([
    'endLogin',
    'sendContactCode',
    'confirmContactPoint',
    'subscribeContactPoint',
    'removeContactPoint',
  ] as const)('answers %s about something of somebody else: not found', async (name) => {
    const { writer: _, ...others } = await statuses(name, await sample(name, 'writer'));
    const { writer: __, ...nothing } = all(404);
    expect(others).toEqual(nothing);
  });
});
