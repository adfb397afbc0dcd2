import type { Tagged } from '../runner/tag-version.ts';
import { clean } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

/** What became of a tag, for a terminal. */
export function tagLines({ tag, version, commit, again, pushedTo, notes }: Tagged, paint: Paint): readonly string[] {
  const what = again ? 'is tagged as' : 'is now tagged as';
  const where = pushedTo === undefined ? '' : `, pushed to ${pushedTo}`;
  return [
    `${paint.good('✓')} ${version} (${commit.slice(0, 7)}) ${what} ${paint.strong(tag)}${where}`,
    ...notes.map((note) => `  ${paint.caution('!')} ${clean(note)}`),
  ];
}
