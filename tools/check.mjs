// `npm run check`: lint and boundaries, file cycles, types of both worlds, unit tests. Minutes, no database.
import { spawnSync } from 'node:child_process';

const steps = [
  ['lint and boundaries', 'npm', ['run', '--silent', 'lint']],
  ['file cycles', 'npm', ['run', '--silent', 'cycles']],
  ['types of the server', 'npm', ['run', '--silent', 'types:node']],
  ['types of the web app', 'npm', ['run', '--silent', 'types:web']],
  ['unit tests', 'npm', ['run', '--silent', 'jest', '--', '--selectProjects', 'unit', 'web']],
];
for (const [title, command, args] of steps) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`\n${title}: failed`);
    process.exit(status ?? 1);
  }
}
