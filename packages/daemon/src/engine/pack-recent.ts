import type { Part, RecentValues } from './recent-values.ts';

/** As bare numbers, part by part. The bounds of buckets are left to the criterion, which knows them anyway. */
export const packRecent = ({ parts }: RecentValues): number[] =>
  parts.flatMap(({ readings, stride, skipped, numbers }) => [readings, stride, skipped, numbers.length, ...numbers]);

/** Throws when the numbers end in the middle of a part. */
export function unpackRecent(packed: readonly number[], bounds: RecentValues['bounds']): RecentValues {
  const parts: Part[] = [];
  let next = 0;
  while (next < packed.length) {
    const [readings, stride, skipped, length] = packed.slice(next, next + 4);
    if (readings === undefined || stride === undefined || skipped === undefined || length === undefined)
      throw cutShort();
    next += 4;
    if (next + length > packed.length) throw cutShort();
    parts.push({ readings, stride, skipped, numbers: packed.slice(next, next + length) });
    next += length;
  }
  return { bounds, parts };
}

const cutShort = () => new Error('the snapshot holds less of the last values than there is');
