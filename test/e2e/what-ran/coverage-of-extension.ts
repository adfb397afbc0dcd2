import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundle } from '../../../packages/vscode-extension/bundle.ts';
import { charactersThatRan, type ScriptCoverage } from './characters-that-ran.ts';

const PACKAGES = join(import.meta.dirname, '../../../packages');
/** The folder of the built extension. */
export const EXTENSION = join(PACKAGES, 'vscode-extension');
const SCRIPT = join(EXTENSION, bundle.outfile);

/** How much of a part of the built extension ran. */
export type Covered = { characters: number; percent: number };

export type ExtensionCoverage = {
  total: Covered;
  /** Of each folder of ours, those with most code first. */
  folders: ReadonlyMap<string, Covered>;
};

/** What the reports of V8 in a folder say of the built extension, in characters of its code by the folder they come from. */
export async function coverageOfExtension(reports: string): Promise<ExtensionCoverage> {
  const text = readFileSync(SCRIPT, 'utf8');
  const ran = charactersThatRan(scriptsIn(reports), text.length);
  const sources = await sourceOfEachCharacter(text);
  const counted = new Map<string, { characters: number; ran: number }>();
  const count = (folder: string, itRan: boolean) => {
    const known = counted.get(folder) ?? { characters: 0, ran: 0 };
    counted.set(folder, { characters: known.characters + 1, ran: known.ran + (itRan ? 1 : 0) });
  };
  for (const [index, source] of sources.entries()) {
    if (source === undefined || source.includes('node_modules')) continue;
    count(dirname(source), ran[index] === true);
    count('', ran[index] === true);
  }
  const share = ({ characters, ran: some }: { characters: number; ran: number }): Covered => ({
    characters,
    percent: Math.round((some / characters) * 1_000) / 10,
  });
  const all = counted.get('');
  if (all === undefined) throw new Error('Nothing in the built extension comes from this repository.');
  counted.delete('');
  const bySize = [...counted].sort(([, a], [, b]) => b.characters - a.characters);
  return { total: share(all), folders: new Map(bySize.map(([folder, one]) => [folder, share(one)])) };
}

/** One for each process that has loaded the extension and each time it was asked. */
function scriptsIn(reports: string): readonly ScriptCoverage[] {
  const url = pathToFileURL(SCRIPT).href;
  const found = readdirSync(reports).flatMap((name) => {
    const text = readFileSync(join(reports, name), 'utf8');
    // Reports of other processes are large.
    if (!text.includes(url)) return [];
    const { result }: { result: readonly (ScriptCoverage & { url: string })[] } = JSON.parse(text);
    return result.filter((script) => script.url === url);
  });
  if (found.length === 0) throw new Error(`No extension host has written coverage of ${url} to ${reports}.`);
  return found;
}

/** The file of this repository that each character was made from, relative to `packages`. */
async function sourceOfEachCharacter(text: string): Promise<readonly (string | undefined)[]> {
  const made = await build({ ...bundle, absWorkingDir: EXTENSION, write: false, sourcemap: 'external' });
  const [map, script] = [...made.outputFiles].sort((a, b) => b.path.length - a.path.length);
  if (script?.text !== text) throw new Error('The built extension is not what its sources make: npm run build.');
  const places = new SourceMap(JSON.parse(map?.text ?? '') as SourceMapPayload);
  const names = new Map<string, string>();
  const nameOf = (source: string) => {
    const known = names.get(source) ?? relative(PACKAGES, resolve(dirname(SCRIPT), source));
    names.set(source, known);
    return known;
  };
  return text.split('\n').flatMap((line, row) =>
    // The line's own characters and its end.
    Array.from({ length: line.length + 1 }, (_, column) => {
      const place = places.findEntry(row, column);
      return 'originalSource' in place ? nameOf(place.originalSource) : undefined;
    }),
  );
}
