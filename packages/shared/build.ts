import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

/** The dashboard is one file with everything in it: it asks no other host for anything. */
async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
  });
  return outputFiles[0]?.text.trim() ?? '';
}

const [page, script, styles] = await Promise.all([
  readFile('src/dashboard/page.html', 'utf8'),
  bundled('src/dashboard/main.tsx'),
  bundled('src/dashboard/dashboard.css'),
]);
await mkdir('dist', { recursive: true });
// Functions as replacements: a "$&" in the script is no pattern.
const whole = page
  .replace('/* styles */', () => styles)
  .replace('/* script */', () => script.replaceAll('</script', '<\\/script'));
await writeFile('dist/dashboard.html', whole);
