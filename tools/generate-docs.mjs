// `npm run docs`: writes what the code itself knows best: docs/openapi.json and docs/configuration.md.
// Unit tests fail when the committed files differ.
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

async function load(entryPoint) {
  const outfile = `tmp/docs/${entryPoint.replaceAll('/', '-')}.mjs`;
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return import(pathToFileURL(outfile).href);
}

await mkdir('docs', { recursive: true });
const { openApiDocument } = await load('libs/shared/contracts/src/openapi.ts');
await writeFile('docs/openapi.json', `${JSON.stringify(openApiDocument(), null, 2)}\n`);
const { configurationTable } = await load('libs/api/platform/src/configuration-table.ts');
await writeFile('docs/configuration.md', configurationTable());
