// Runs one of the tools of apps/api/src/local: those for examples work on the installation that runs on DATA_DIR and
// refuse production; keys-* and log-verify work on the database of the settings.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const [tool, ...args] = process.argv.slice(2);
const file = `dist/apps/api/local/${tool}.js`;
if (!existsSync(file)) {
  console.error('There is no build yet: run "npm start" first.');
  process.exit(1);
}
process.exit(spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' }).status ?? 1);
