import type { SeriesView } from '../api/views.ts';
import { type Instant, instant } from '../vocabulary/time.ts';

/** What is told of one span of a chart, or that nothing was read for several. */
export type ReadingRow =
  | {
      readonly from: Instant;
      readonly reading: number;
      /** The worst single reading of the span, where it is another one. */
      readonly worst?: number;
      readonly usual?: readonly [number, number];
    }
  | { readonly from: Instant; readonly until: Instant };

type Series = Pick<SeriesView, 'times' | 'values' | 'highest' | 'usual'>;

/** A chart as the rows of a table, the newest first: each reading, and each gap that the chart shows. Pure. */
export function readingRows({ times, values, highest, usual }: Series, until: Instant): readonly ReadingRow[] {
  const rows: ReadingRow[] = [];
  const at = (index: number): Instant => instant(Math.min(until, (times[index] ?? Number.POSITIVE_INFINITY) * 1_000));
  let missing = 0;
  const tellGap = (index: number) => {
    // One span without a reading is how sparse readings look.
    if (missing > 1 && rows.length > 0) rows.push({ from: at(index - missing), until: at(index) });
    missing = 0;
  };
  const known = times.filter((time) => time * 1_000 < until);
  for (const [index] of known.entries()) {
    const reading = values[index] ?? undefined;
    if (reading === undefined) {
      missing += 1;
      continue;
    }
    tellGap(index);
    const worst = highest[index] ?? undefined;
    const [low, high] = [usual?.low[index] ?? undefined, usual?.high[index] ?? undefined];
    rows.push({
      from: at(index),
      reading,
      ...(worst !== undefined && worst !== reading && { worst }),
      ...(low !== undefined && high !== undefined && { usual: [low, high] as const }),
    });
  }
  tellGap(known.length);
  return rows.reverse();
}
