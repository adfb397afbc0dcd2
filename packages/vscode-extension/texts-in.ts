import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** Every text that the sources hand to `t`, as `l10n/bundle.l10n.json` has them. A text that is put together is a mistake. */
export function textsIn(folder: string): Readonly<Record<string, string>> {
  const files = globSync('**/*.ts', { cwd: folder, exclude: (name) => /\.(test|fixture)\.ts$/.test(name) });
  const texts = files.flatMap((file) => textsOf(file, readFileSync(join(folder, file), 'utf8')));
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}

export function textsOf(file: string, source: string): readonly string[] {
  const texts: string[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [text] }) {
      if (callee.type !== 'Identifier' || callee.name !== 't') return;
      if (text?.type !== 'Literal' || typeof text.value !== 'string')
        throw new Error(`${file}: t() is given what no translator can read: ${source.slice(callee.start, text?.end)}`);
      texts.push(text.value);
    },
  }).visit(parseSync(file, source).program);
  return texts;
}
