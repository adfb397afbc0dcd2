import type { Part, RecentValues } from './recent-values.ts';
import { takeFront } from './take-front.ts';

/** As bare numbers, part by part. The bounds of buckets are left to the criterion, which knows them anyway. */
export const packRecent = ({ parts }: RecentValues): number[] =>
  parts.flatMap(({ readings, stride, skipped, numbers }) => [readings, stride, skipped, numbers.length, ...numbers]);

/** Throws when the numbers end in the middle of a part. */
export function unpackRecent(packed: readonly number[], bounds: RecentValues['bounds']): RecentValues {
  const rest = [...packed];
  const parts: Part[] = [];
  while (rest.length > 0) {
    const [readings, stride, skipped, length] = take(rest, 4) as [number, number, number, number];
    parts.push({ readings, stride, skipped, numbers: take(rest, length) });
  }
  return { bounds, parts };
}

const take = (rest: number[], length: number) => takeFront(rest, length, 'the last values');
