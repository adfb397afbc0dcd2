import { expect, it } from 'vitest';
import { parseJson, valueAt, valuesAt } from './json-path.ts';

it.each(['$.v', '$..v'])('%s in a document without a bottom is said, and nothing breaks', (path) => {
  const parsed = parseJson(`${'['.repeat(300_000)}${']'.repeat(300_000)}`);
  expect('document' in parsed && valueAt(path, parsed.document)).toEqual({
    because: `${path} cannot be found: the JSON is nested too deeply`,
  });
  expect('document' in parsed && valuesAt('$..v', parsed.document)).toEqual([]);
});
