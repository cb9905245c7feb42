import { routes, type RouteShape } from '@samenplan/shared/contracts';
import { runTool } from './running-installation';

const year = 365 * 86_400_000;
const count = (text: string | undefined): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 5_000)
    throw new Error('usage: bench:rooms -- <sections> <people>');
  return value;
};

/** Makes sections that all these people may write in, over the API itself, and prints `section id<TAB>cookie`. */
await runTool(async (installation) => {
  const [sections, people] = process.argv.slice(2, 4).map(count);
  if (sections === undefined || people === undefined) throw new Error('usage: bench:rooms -- <sections> <people>');

  const ids: string[] = [];
  const cookies: string[] = [];
  for (let n = 1; n <= people; n += 1) {
    const id = await installation.addPerson(`Testpersoon ${n}`);
    ids.push(id);
    cookies.push(await installation.logIn(id));
  }

  const [cookie = ''] = cookies;
  const send = ({ path, method }: RouteShape, planId: string, body: object): Promise<{ id: string }> =>
    installation.send({ cookie, method, path: path.replace('{planId}', planId) }, body);

  const plan = await send(routes.createPlan, '', { title: 'Proefplan' });
  const endsAt = new Date(Date.now() + year).toISOString();
  for (const id of ids.slice(1))
    await send(routes.createGrant, plan.id, {
      recipient: { type: 'person', id },
      effect: 'share',
      level: 'write',
      endsAt,
    });
  for (let n = 1; n <= sections; n += 1) {
    const section = await send(routes.createSection, plan.id, { title: `Onderdeel ${n}`, kind: 'own' });
    for (const cookie of cookies) process.stdout.write(`${section.id}\t${cookie}\n`);
  }
});
