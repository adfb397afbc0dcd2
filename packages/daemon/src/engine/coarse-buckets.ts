/** A histogram of more buckets than this has neighbours joined: state and work stay small, whatever a source sends. */
export const mostBounds = 64;

interface Buckets {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

/** The bounds that stay: every so manieth, counted back from the last, past which nothing can be told apart. */
export const coarseBounds = (bounds: readonly number[]): readonly number[] =>
  bounds.length <= mostBounds ? bounds : bounds.filter((_, i) => isKept(i, bounds.length));

export function coarseBuckets({ bounds, counts }: Buckets): Buckets {
  if (bounds.length <= mostBounds) return { bounds, counts };
  const joined: number[] = [];
  let sum = 0;
  for (const [i, count] of counts.entries()) {
    sum += count;
    if (i < bounds.length && !isKept(i, bounds.length)) continue;
    joined.push(sum);
    sum = 0;
  }
  return { bounds: coarseBounds(bounds), counts: joined };
}

const isKept = (i: number, length: number): boolean => (length - 1 - i) % Math.ceil(length / mostBounds) === 0;
