import { cp, mkdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { plainAscii } from './bundle/plain-ascii.ts';
import { program } from './bundle/program.ts';
import { smaller } from './bundle/smaller.ts';

// `npm run build` of the repository has built it before.
const dashboard = new URL('../shared/dist/dashboard.html', import.meta.url);

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await build({
  ...program,
  entryPoints: ['src/cli/main.ts'],
  outdir: 'dist',
  // Names stay: errors and logs tell the functions of the sources. esbuild's keepNames would define them anew with each
  // closure that is made.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  plugins: [smaller, plainAscii],
});
await cp(dashboard, 'dist/dashboard.html');
// What `daywatch demo --project` writes.
await cp('../../examples/teahouse', 'dist/teahouse', { recursive: true });
