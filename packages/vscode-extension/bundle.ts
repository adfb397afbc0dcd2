import type { BuildOptions } from 'esbuild';

/** The extension in one file. What it imports dynamically is in it too, and does nothing until it is asked for. */
export const bundle = {
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  minify: true,
  legalComments: 'none',
} satisfies BuildOptions;
