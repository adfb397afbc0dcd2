import { type BuildResult, build } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { bundle } from './bundle.ts';

type Made = BuildResult<{ metafile: true }>['metafile'];

let made: Made;
beforeAll(async () => {
  ({ metafile: made } = await build({ ...bundle, absWorkingDir: import.meta.dirname, write: false, metafile: true }));
});

/** What runs before `activate` is called: all that is not behind an `import()`. */
function loadedAtOnce({ inputs }: Made): ReadonlySet<string> {
  const found = new Set<string>();
  const wanted = ['src/extension.ts'];
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const { path: below, kind, external } of inputs[path]?.imports ?? [])
      if (kind !== 'dynamic-import' && external !== true) wanted.push(below);
  }
  return found;
}

it('activates without any package but the one for texts: schemas and YAML come when they are needed', () => {
  const eager = [...loadedAtOnce(made)];
  expect(eager).toContain('src/views/status-bar.ts');
  const packages = eager.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  expect(packages).toEqual(['@vscode/l10n']);
  expect(Object.keys(made.inputs)).toContainEqual(expect.stringContaining('node_modules/zod/'));
});

it('activates with few bytes of code', () => {
  const output = made.outputs['dist/extension.cjs']?.inputs ?? {};
  const bytes = [...loadedAtOnce(made)].reduce((sum, path) => sum + (output[path]?.bytesInOutput ?? Number.NaN), 0);
  console.log(`${bytes} bytes of the extension run at its activation`);
  expect(bytes).toBeLessThan(80_000);
});
