import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { SeriesView } from '../api/views.ts';
import type { Client } from '../client/client.ts';
import { formatValue } from '../vocabulary/units.ts';

const height = 120;
/** However fast the daemon looks, a chart is not asked for more often. */
const refreshEvery = 2_000;

interface ChartProps {
  readonly client: Client;
  readonly deployment: string;
  readonly criterion: string;
  /** A new one means new readings. */
  readonly revision: number;
}

/** The readings of one criterion around the deploy, with its limit and baseline; it keeps itself up to date. */
export function CriterionChart(props: ChartProps) {
  const series = useSeries(props);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null || series === undefined || series.times.length < 2) return;
    const chart = new uPlot(optionsFor(series, place.current), dataOf(series), place.current);
    const resized = new ResizeObserver(() => chart.setSize({ width: place.current?.clientWidth ?? 300, height }));
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [series]);
  const last = series?.values.findLast((value) => value !== null);
  const label =
    last === undefined || last === null || series === undefined
      ? 'no readings yet'
      : `now ${formatValue(last, series.unit)}`;
  return <div class="chart" ref={place} role="img" aria-label={`${props.criterion}: ${label}`} />;
}

function useSeries({ client, deployment, criterion, revision }: ChartProps): SeriesView | undefined {
  const [series, setSeries] = useState<SeriesView>();
  const askedAt = useRef(0);
  useEffect(() => {
    let ended = false;
    const ask = async () => {
      askedAt.current = performance.now();
      const answer = await client.series({ deployment, criterion, points: 240 });
      if (!ended && answer.ok) setSeries(answer.value);
    };
    const wait = Math.max(0, refreshEvery - (performance.now() - askedAt.current));
    const timer = setTimeout(() => void ask(), askedAt.current === 0 ? 0 : wait);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [client, deployment, criterion, revision]);
  return series;
}

const constant = (series: SeriesView, value: number | undefined): (number | null)[] =>
  series.times.map(() => value ?? null);

const dataOf = (series: SeriesView): uPlot.AlignedData => [
  series.times as number[],
  series.values as (number | null)[],
  constant(series, series.limit),
  constant(series, series.baseline),
];

function optionsFor(series: SeriesView, place: HTMLElement): uPlot.Options {
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim();
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--muted'), grid, ticks: { show: false }, font: '11px system-ui' };
  return {
    width: place.clientWidth || 300,
    height,
    cursor: { y: false, points: { size: 5 } },
    legend: { show: false },
    scales: { y: { range: (_, low, high) => rangeAround(low, high, series) } },
    axes: [
      { ...axis, space: 70, values: (_, splits) => splits.map(clockTime) },
      { ...axis, size: 62, space: 28, values: (_, splits) => splits.map((value) => formatValue(value, series.unit)) },
    ],
    series: [
      {},
      { stroke: colour('--series'), width: 1.5, spanGaps: false, points: { show: false } },
      { stroke: colour('--bad'), width: 1, dash: [5, 4], points: { show: false } },
      { stroke: colour('--muted'), width: 1, dash: [2, 3], points: { show: false } },
    ],
    hooks: { drawAxes: [(chart) => markDeploy(chart, series, colour('--muted'))] },
  };
}

/** Zero is the floor, and the limit is in sight unless it would flatten the readings to a line. */
function rangeAround(low: number, high: number, { values, limit }: SeriesView): [number, number] {
  const highest = Math.max(...values.filter((value) => value !== null), 0);
  const top =
    limit !== undefined && highest > 0 && limit > highest * 8 ? highest * 1.3 : Math.max(high, limit ?? 0) * 1.1;
  return [Math.min(0, low ?? 0), top > 0 ? top : 1];
}

const clockTime = (epochSeconds: number): string =>
  new Date(epochSeconds * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A line where the deploy finished. */
function markDeploy(chart: uPlot, { deployedAt }: SeriesView, stroke: string): void {
  if (deployedAt === undefined) return;
  const x = chart.valToPos(Date.parse(deployedAt) / 1_000, 'x', true);
  const { left, top, width, height: tall } = chart.bbox;
  if (x < left || x > left + width) return;
  chart.ctx.save();
  chart.ctx.strokeStyle = stroke;
  chart.ctx.beginPath();
  chart.ctx.moveTo(x, top);
  chart.ctx.lineTo(x, top + tall);
  chart.ctx.stroke();
  chart.ctx.restore();
}
