// No file of the product imports itself by a detour: cycles make start order matter and code hard to move.
import madge from 'madge';

const graph = await madge(['apps', 'libs'], {
  fileExtensions: ['ts'],
  tsConfig: 'tsconfig.base.json',
  excludeRegExp: [/\.spec\.ts$/],
  detectiveOptions: { ts: { skipTypeImports: true } },
});
const cycles = graph.circular();
const { length: files } = Object.keys(graph.obj());
if (files === 0) throw new Error('No files were read');
for (const cycle of cycles) console.error(`Files import each other: ${cycle.join(' > ')}`);
console.log(`${files} files, ${cycles.length} cycles`);
process.exit(cycles.length > 0 ? 1 : 0);
