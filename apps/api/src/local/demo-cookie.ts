import { examplePeople } from '../example-data/people';
import { runTool } from './running-installation';

const [wanted] = process.argv.slice(2);
const people = [...examplePeople];

if (wanted === '--list') {
  for (const { key, id, name, role } of people) process.stdout.write(`${[key, id, name, role].join('\t')}\n`);
} else {
  await runTool(async (installation) => {
    const person = people.find(({ key }) => key === wanted);
    if (person === undefined) throw new Error(`Name an example person: ${people.map(({ key }) => key).join(', ')}`);
    process.stdout.write(`${await installation.logIn(person.id)}\n`);
  });
}
