import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { type Ending, failed } from './ending.ts';

/**
 * What somebody has agreed to elsewhere, as in an editor, may be another commit by the time the runner looks: then
 * nothing begins. `expected` may be shortened. Pure.
 */
export function otherThanExpected(
  expected: string | undefined,
  { version, commit }: Version,
  command: string,
): Ending | undefined {
  if (expected === undefined || commit.startsWith(expected.toLowerCase())) return undefined;
  return failed(
    `By now it would be ${version} (${commit.slice(0, 7)}), not ${expected.slice(0, 7)} as expected. Nothing has begun.`,
    `See what would be done: ${command} --preview`,
  );
}
