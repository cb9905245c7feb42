// Lints the workspace, and proves that the boundary rule bites. Without a cached project graph
// @nx/enforce-module-boundaries skips itself and exits 0, so the graph is made first, and deliberately wrong
// imports are linted as if they stood in a library: a rule that lets one pass fails the run.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ESLint } from 'eslint';

process.env['NX_DAEMON'] = 'false';
process.env['NX_CACHE_PROJECT_GRAPH'] = 'true';
execFileSync('nx', ['graph', '--file=tmp/project-graph.json'], { stdio: ['ignore', 'ignore', 'inherit'] });
if (!existsSync('tmp/project-graph.json'))
  throw new Error('Nx made no project graph; the boundary rule would skip itself');

const mustBeRefused = [
  ['libs/web/core/src/index.ts', `import { Database } from '@samenplan/api/platform';`],
  ['libs/api/access/src/index.ts', `import { LiveModule } from '@samenplan/api/live';`],
  ['libs/api/live/src/index.ts', `import { PlanModule } from '@samenplan/api/plan';`],
  ['libs/shared/contracts/src/index.ts', `import { Y } from '@samenplan/shared/live-protocol';`],
  ['libs/api/live/src/index.ts', `import { readSyncStep2 } from 'y-protocols/sync';`],
  ['libs/web/plan/src/index.ts', `import * as Y from 'yjs';`],
];

const eslint = new ESLint();
const results = await eslint.lintFiles(['apps/**/*.{ts,html}', 'libs/**/*.{ts,html}']);
const report = await (await eslint.loadFormatter('stylish')).format(results);
if (report) console.log(report);
if (results.some(({ errorCount }) => errorCount > 0)) process.exit(1);

const bites = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];
for (const [filePath, text] of mustBeRefused) {
  const [result] = await eslint.lintText(`${text}\n`, { filePath });
  if (!result?.messages.some(({ ruleId }) => bites.includes(ruleId ?? ''))) {
    console.error(`The boundary rule lets this pass in ${filePath}: ${text}`);
    process.exit(1);
  }
}
