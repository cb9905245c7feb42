// Bundles one Node application (TypeScript with Nest's decorators) into dist/apps/<name>/: main.js, and one file for
// each further entry named on the command line.
// npm packages stay outside the bundle; esbuild follows the paths of tsconfig.base.json and swc turns
// decorators, with the type metadata that Nest injects by, into plain JavaScript.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { transform } from '@swc/core';
import { build } from 'esbuild';

const decorators = {
  name: 'decorators',
  setup(bundler) {
    bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        filename: basename(path),
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

const [name, ...others] = process.argv.slice(2);
if (!name) throw new Error('usage: node tools/build-node.mjs <application> [further entries]');
await build({
  entryPoints: ['main', ...others].map((entry) => `apps/${name}/src/${entry}.ts`),
  outdir: `dist/apps/${name}`,
  outbase: `apps/${name}/src`,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  packages: 'external',
  sourcemap: true,
  tsconfig: 'tsconfig.base.json',
  plugins: [decorators],
  logLevel: 'warning',
});
