// `npm start`: builds what changed, then runs the product on one port with everything it needs.
// Ctrl-C ends it; the api itself starts and stops the embedded database.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { nodeFlags } from './node-flags.mjs';

const oldestNode = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < oldestNode) {
  console.error(`Samenplan runs on Node ${oldestNode}; this is ${process.versions.node}. Start it with "npm start".`);
  process.exit(1);
}

let child;
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    ending = true;
    // A terminal sends Ctrl-C to the whole group; a service manager to this process only.
    if (!(signal === 'SIGINT' && process.stdin.isTTY)) child?.kill(signal);
  });
}

/** Runs a program to its end. @returns {Promise<number>} its exit code, 128 + signal when one ended it */
function run(command, args, environment = {}) {
  return new Promise((resolve, reject) => {
    child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

const local = process.env.NODE_ENV !== 'production';
if (local) {
  console.log('Samenplan: building what changed (the first time takes a minute or two) ...');
  const quiet = { NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  const built = await run('nx', ['run-many', '-t', 'build', '--outputStyle=stream'], quiet);
  if (ending || built !== 0) process.exit(built || 130);
} else if (!existsSync('dist/apps/api/main.js')) {
  console.error('There is no build yet: run "npm run build" first. In production nothing is built at start.');
  process.exit(1);
}

process.exitCode = await run(process.execPath, [...nodeFlags, 'dist/apps/api/main.js'], {
  ...(local && { DEV_IDP_MODULE: process.env.DEV_IDP_MODULE ?? 'dist/apps/dev-idp/main.js' }),
});
if (ending) process.exitCode = 0;
