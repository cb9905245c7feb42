// `npm run cluster`: builds what changed, then runs PostgreSQL, Redis, three api instances and a reverse proxy on this
// machine. What it starts is apps/e2e/src/cluster, which the tests use too; it is bundled here because it is TypeScript.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
// As deep as the source: what runs is found relative to it.
const outfile = join(root, 'tmp/cluster/src/main.mjs');

console.log('Samenplan: building what changed (the first time takes a minute or two) ...');
const quiet = { NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
const built = spawnSync('nx', ['run-many', '-t', 'build', '--outputStyle=stream'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...quiet },
});
if (built.status !== 0) process.exit(built.status ?? 1);

await build({
  absWorkingDir: root,
  entryPoints: ['apps/e2e/src/cluster/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  tsconfig: 'tsconfig.base.json',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
