import { cp, mkdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { plainAscii } from './bundle/plain-ascii.ts';
import { smaller } from './bundle/smaller.ts';

// `npm run build` of the repository has built it before.
const dashboard = new URL('../shared/dist/dashboard.html', import.meta.url);

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await build({
  entryPoints: ['src/cli/main.ts'],
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // What is imported when it is needed stands in a file of its own: `daywatch wait` reads and compiles no daemon. The hash
  // in its name keeps a process from parts of another version.
  splitting: true,
  chunkNames: '[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  // Names stay: errors and logs tell the functions of the sources. esbuild's keepNames would define them anew with each
  // closure that is made.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  external: ['pg-native'],
  plugins: [smaller, plainAscii],
  // Some packages inside are CommonJS and expect what an ES module does not have.
  banner: {
    js: [
      "import { createRequire as daywatchRequire } from 'node:module';",
      "import { dirname as daywatchDirname } from 'node:path';",
      "import { fileURLToPath as daywatchPath } from 'node:url';",
      'const require = daywatchRequire(import.meta.url);',
      'const __filename = daywatchPath(import.meta.url);',
      'const __dirname = daywatchDirname(__filename);',
    ].join(' '),
  },
});
await cp(dashboard, 'dist/dashboard.html');
// What `daywatch demo --project` writes.
await cp('../../examples/teahouse', 'dist/teahouse', { recursive: true });
