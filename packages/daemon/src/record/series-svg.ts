import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { escaped } from './escaped.ts';
import type { ReportSeries } from './report-series.ts';

const width = 600;
const height = 100;
/** A limit that is further away than this would press the readings flat: it is told, and not drawn. */
const limitReach = 3;

/** A small chart: the readings, what was usual, the limit, and the deploy. `undefined` when nothing was read. */
export function seriesSvg(
  series: ReportSeries,
  gaps: readonly { readonly from: number; readonly until: number }[],
): string | undefined {
  const { times, values, usual, limit, baseline, deployedAt, unit, title } = series;
  const read = values.filter((value) => value !== null);
  const first = times[0];
  const last = times.at(-1);
  if (read.length === 0 || first === undefined || last === undefined || last <= first) return undefined;
  const known = [...read, ...(usual?.high ?? []), baseline ?? null].filter((value) => value !== null);
  const most = known.reduce((top, value) => Math.max(top, value), 0);
  const least = known.reduce((low, value) => Math.min(low, value), 0);
  const showsLimit = limit !== undefined && limit <= (most === 0 ? limit : most * limitReach) && limit >= least;
  const top = Math.max(most, showsLimit ? limit : 0, least + Number.EPSILON) * 1.08 || 1;
  const x = (time: number) => short(((time - first) / (last - first)) * width);
  const y = (value: number) => short(height - ((value - least) / (top - least)) * height);
  const level = (style: string, value: number) =>
    `<line class="${style}" x1="0" x2="${width}" y1="${y(value)}" y2="${y(value)}" vector-effect="non-scaling-stroke"/>`;
  const parts = [
    ...gaps
      .map(({ from, until }) => ({ from: Math.max(first, from / 1_000), until: Math.min(last, until / 1_000) }))
      .filter(({ from, until }) => until > from)
      .map(
        ({ from, until }) =>
          `<rect class="gap" x="${x(from)}" y="0" width="${short(Math.max(1, Number(x(until)) - Number(x(from))))}" height="${height}"/>`,
      ),
    usual === undefined ? '' : band(times, usual, x, y),
    baseline === undefined ? '' : level('baseline', baseline),
    showsLimit ? level('limit', limit) : '',
    line(times, values, x, y),
    deployedAt === undefined || deployedAt / 1_000 < first || deployedAt / 1_000 > last
      ? ''
      : `<line class="deploy" x1="${x(deployedAt / 1_000)}" x2="${x(deployedAt / 1_000)}" y1="0" y2="${height}" vector-effect="non-scaling-stroke"/>`,
  ];
  const spoken = `${title}: from ${formatValue(Math.min(...read), unit)} to ${formatValue(Math.max(...read), unit)}`;
  return `<svg class="series" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${escaped(spoken)}">${parts.join('')}</svg>`;
}

/** What the chart shows in numbers. */
export function seriesCaption({ values, unit, limit, baseline }: ReportSeries): string {
  const read = values.filter((value) => value !== null);
  const said = [
    read.length === 0
      ? 'nothing was read'
      : `${formatValue(Math.min(...read), unit)} to ${formatValue(Math.max(...read), unit)}`,
    ...(baseline === undefined ? [] : [`usually ${formatValue(baseline, unit)}`]),
    ...(limit === undefined ? [] : [`limit ${formatValue(limit, unit)}`]),
  ];
  return said.join(' · ');
}

type Scale = (value: number) => string;

/** Broken where nothing was read; a reading alone is a dot. */
function line(times: readonly number[], values: readonly (number | null)[], x: Scale, y: Scale): string {
  let path = '';
  let isDown = false;
  for (const [index, time] of times.entries()) {
    const value = values[index] ?? null;
    if (value === null) {
      isDown = false;
      continue;
    }
    const isAlone = !isDown && (values[index + 1] ?? null) === null;
    path += `${isDown ? 'L' : 'M'}${x(time)} ${y(value)}${isAlone ? 'h.01' : ''}`;
    isDown = true;
  }
  return `<path class="value" d="${path}" vector-effect="non-scaling-stroke"/>`;
}

/** The upper edge forward and the lower one back, where both are known. */
function band(times: readonly number[], { low, high }: NonNullable<ReportSeries['usual']>, x: Scale, y: Scale): string {
  const points = times.flatMap((time, index) => {
    const [under, over] = [low[index] ?? null, high[index] ?? null];
    return under === null || over === null ? [] : [{ time, under, over }];
  });
  // Neighbours on one level are one edge.
  const corners = points.filter(({ under, over }, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    return before?.under !== under || before.over !== over || after?.under !== under || after.over !== over;
  });
  if (corners.length < 2) return '';
  const upper = corners.map(({ time, over }) => `${x(time)} ${y(over)}`);
  const lower = corners.map(({ time, under }) => `${x(time)} ${y(under)}`).reverse();
  return `<path class="usual" d="M${[...upper, ...lower].join('L')}Z"/>`;
}

const short = (value: number): string => String(Math.round(value * 10) / 10);
