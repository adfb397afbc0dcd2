import type { SeriesView } from '../api/views.ts';
import type { Judgement } from '../vocabulary/verdict.ts';

/** The drawing has this size; it is stretched to its place, strokes and text are not. */
export const canvas = { width: 1_000, height: 100 } as const;

type Points = readonly (number | null)[];

/** What a chart is drawn from: readings, and what is accepted of them. */
export type Drawn = Pick<SeriesView, 'times' | 'values' | 'limit' | 'baseline' | 'usual'> & {
  /** The worst value that the tolerance accepts. */
  readonly accepted?: number;
  readonly interval?: Judgement['interval'];
};

export interface Scale {
  readonly bottom: number;
  readonly top: number;
  readonly ticks: readonly number[];
}

const numbers = (points: Points | undefined): number[] => (points ?? []).filter((value) => value !== null);

/** Zero is the floor, and the limit is in sight unless it would flatten the readings to a line. */
export function scaleOf({ values, usual, limit, accepted, interval }: Drawn): Scale {
  const seen = [...numbers(values), ...numbers(usual?.high), ...numbers(usual?.low), ...(interval ?? [])];
  const highest = seen.reduce((most, value) => Math.max(most, value), 0);
  const lowest = seen.reduce((least, value) => Math.min(least, value), 0);
  const bounds = [limit, accepted].filter((one) => one !== undefined && (highest <= 0 || one <= highest * 8));
  const most = Math.max(highest, ...bounds.map((one) => one ?? 0));
  const step = niceStep((most - lowest) / 2.2);
  const top = Math.max(step, Math.ceil(most / step) * step);
  const bottom = lowest < 0 ? Math.floor(lowest / step) * step : 0;
  const ticks: number[] = [];
  for (let tick = bottom; tick <= top + step / 2; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return { bottom, top, ticks };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(about: number): number {
  if (!(about > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(about));
  return power * ([1, 2, 5].find((one) => one * power >= about) ?? 10);
}

/** From the top, in percent of the drawing. */
export const heightOf = (value: number, { bottom, top }: Scale): number =>
  100 - ((Math.min(top, Math.max(bottom, value)) - bottom) / (top - bottom)) * 100;

const across = (index: number, count: number) => Math.round((index / Math.max(1, count - 1)) * canvas.width * 10) / 10;
const down = (value: number, scale: Scale) => Math.round(heightOf(value, scale) * 10) / 10;

/** The stretches of indexes that have a value. */
function stretches(points: Points): readonly { readonly first: number; readonly last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (const [index, value] of points.entries()) {
    if (value === null) continue;
    const open = found.at(-1);
    if (open?.last === index - 1) open.last = index;
    else found.push({ first: index, last: index });
  }
  return found;
}

/** A line through the values, broken where nothing was read. A value alone is a short dash. */
export const linePath = (points: Points, scale: Scale): string =>
  stretches(points)
    .map(({ first, last }) => {
      const one = (index: number) => `${across(index, points.length)} ${down(points[index] ?? 0, scale)}`;
      if (first === last) return `M${one(first)}h2`;
      return `M${Array.from({ length: last - first + 1 }, (_, step) => one(first + step)).join('L')}`;
    })
    .join('');

/** The area between two lines. */
export const bandPath = (low: Points, high: Points, scale: Scale): string =>
  stretches(low)
    .map(({ first, last }) => {
      const indexes = Array.from({ length: last - first + 1 }, (_, step) => first + step);
      const along = (points: Points, of: readonly number[]) =>
        of.map((index) => `${across(index, points.length)} ${down(points[index] ?? 0, scale)}`).join('L');
      return `M${along(high, indexes)}L${along(low, indexes.toReversed())}Z`;
    })
    .join('');

/** Where nothing was read between the first reading and `until`, as shares of the width: `[0.2, 0.25]`. */
export function gapsIn({ times, values }: Pick<SeriesView, 'times' | 'values'>, until: number): [number, number][] {
  const first = values.findIndex((value) => value !== null);
  if (first < 0) return [];
  const whole = Math.max(1, values.length - 1);
  const missing = values.map((value, index) =>
    index > first && value === null && (times[index] ?? until) < until ? index : null,
  );
  return (
    stretches(missing)
      // One span without a reading is how sparse readings look.
      .filter((gap) => gap.last > gap.first)
      .map((gap) => [(gap.first - 1) / whole, Math.min(1, (gap.last + 1) / whole)])
  );
}
