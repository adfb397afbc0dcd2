import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';

type Of<Type extends Reading['type']> = Extract<Reading, { type: Type }>;

/**
 * What was pushed in one interval, as one reading: events and requests are summed, a level is the latest, and a check
 * holds only if every one did. `pushed`: at least one, the latest last. That somebody could not look does not hide what
 * was found wrong, and is not covered by what was found right before.
 */
export function foldPushed(measure: Measure, pushed: readonly Reading[]): Reading {
  const unknown = pushed.findLast(isUnknown);
  const good = pushed.filter((reading) => !isUnknown(reading));
  const last = pushed.at(-1);
  if (last === undefined) throw new RangeError('nothing was pushed');
  if (good.length === 0) return last;
  const of = <Type extends Reading['type']>(type: Type): Of<Type>[] =>
    good.filter((reading): reading is Of<Type> => reading.type === type);
  switch (measure) {
    case 'rate': {
      const bad = sum(of('rate').map((rate) => rate.bad));
      if (bad === 0 && unknown !== undefined) return unknown;
      return { type: 'rate', bad, total: sum(of('rate').map(({ total }) => total)), ...toldBy(of('rate')) };
    }
    case 'count': {
      const count = sum(of('count').map((one) => one.count));
      if (count === 0 && unknown !== undefined) return unknown;
      const over = sum(of('count').flatMap((one) => one.over ?? []));
      return { type: 'count', count, ...(over > 0 && { over }), ...toldBy(of('count')) };
    }
    case 'latency':
      return foldLatencies(of('latency'), of('histogram'));
    case 'gauge':
      return last;
    case 'check': {
      const failed = of('check').filter(({ ok }) => !ok);
      const worst = failed.at(-1);
      if (worst === undefined) return last;
      if (good.length === 1) return worst;
      const because = worst.because ?? 'no reason given';
      return { type: 'check', ok: false, because: `${failed.length} of ${good.length} do not hold: ${because}` };
    }
  }
}

const isUnknown = ({ type }: Reading): boolean => type === 'absent' || type === 'error';

function foldLatencies(lists: readonly Of<'latency'>[], histograms: readonly Of<'histogram'>[]): Reading {
  if (histograms.length === 0) return { type: 'latency', values: thinned(lists.flatMap(({ values }) => values)) };
  const [first] = histograms;
  if (first === undefined || lists.length > 0)
    return { type: 'error', because: 'times and histograms were pushed for one interval; they cannot be put together' };
  const same = histograms.every(({ bounds }) => bounds.join() === first.bounds.join());
  if (!same) return { type: 'error', because: 'histograms with different bounds were pushed for one interval' };
  const counts = first.counts.map((_, i) => sum(histograms.map((one) => one.counts[i] ?? Number.NaN)));
  return { type: 'histogram', bounds: first.bounds, counts };
}

/** More say nothing more of a distribution. */
const mostValues = 100_000;

function thinned(values: readonly number[]): readonly number[] {
  if (values.length <= mostValues) return values;
  const apart = values.length / mostValues;
  return Array.from({ length: mostValues }, (_, i) => values[Math.floor(i * apart)] ?? 0);
}

/** The latest word on what was counted. */
function toldBy(readings: readonly { readonly because?: string }[]): { because?: string } {
  const because = readings.findLast((reading) => reading.because !== undefined)?.because;
  return because === undefined ? {} : { because };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, next) => total + next, 0);
