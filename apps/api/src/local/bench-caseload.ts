import { runTool } from './running-installation';

const year = 365 * 86_400_000;
/** As many as one client may begin in a row. */
const PLANS_PER_CLIENT = 10;

/** Makes plans that clients show to one reader, over the API itself, and prints the cookie of that reader. */
await runTool(async (installation) => {
  const plans = Number(process.argv[2]);
  if (!Number.isInteger(plans) || plans < 1 || plans > 5_000) throw new Error('usage: bench-caseload <plans>');
  const reader = await installation.addPerson('Testlezer');
  const endsAt = new Date(Date.now() + year).toISOString();
  let cookie = '';
  for (let n = 0; n < plans; n += 1) {
    if (n % PLANS_PER_CLIENT === 0)
      cookie = await installation.logIn(await installation.addPerson(`Testcliënt ${n / PLANS_PER_CLIENT + 1}`));
    const { id } = await installation.send({ cookie, method: 'POST', path: '/plans' }, { title: `Proefplan ${n + 1}` });
    const rule = { recipient: { type: 'person', id: reader }, effect: 'share', level: 'read', endsAt };
    await installation.send({ cookie, method: 'POST', path: `/plans/${id}/grants` }, rule);
  }
  process.stdout.write(`${await installation.logIn(reader)}\n`);
});
