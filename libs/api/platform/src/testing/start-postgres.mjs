// Jest's globalSetup of the medium tests: one PostgreSQL for the whole run, with a migrated database to copy from.
// Jest loads this file as it is, so the TypeScript behind it is bundled first. The migrations are found by
// convention in apps/api/src/migrations, because the platform does not import applications.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../../../..');
const outdir = join(root, 'tmp/medium-setup');

export default async function startPostgres() {
  await build({
    absWorkingDir: root,
    entryPoints: {
      run: 'libs/api/platform/src/testing/postgres-run.ts',
      migrations: 'apps/api/src/migrations/index.ts',
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfig: 'tsconfig.base.json',
    logLevel: 'warning',
  });
  const [{ startRun }, { migrations }] = await Promise.all(
    ['run', 'migrations'].map((name) => import(pathToFileURL(join(outdir, `${name}.mjs`)).href)),
  );
  const { variables, stop } = await startRun(migrations);
  Object.assign(process.env, variables);
  globalThis.stopSamenplanPostgres = stop;
}
