import type { BuildOptions } from 'esbuild';

/** What is imported when it is needed stands in a file of its own: `daywatch wait` reads and compiles no daemon. */
export const program = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  // The hash in its name keeps a process from parts of another version.
  chunkNames: '[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  external: ['pg-native'],
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
} satisfies BuildOptions;
