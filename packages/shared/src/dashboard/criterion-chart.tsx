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
  /** Where the chart begins, RFC 3339. */
  readonly from: string;
  /** A new one means new readings. */
  readonly revision: number;
}

/** The readings of one criterion around the deploy, with its limit and baseline; it keeps itself up to date. */
export function CriterionChart(props: ChartProps) {
  const series = useSeries(props);
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(series);
  latest.current = series;
  const chart = useRef<uPlot | undefined>(undefined);
  const theme = useTheme();
  const drawable = series !== undefined && series.times.length > 1;
  const unit = series?.unit;

  useEffect(() => {
    if (place.current === null || !drawable || unit === undefined) return;
    const drawn = new uPlot(optionsFor(unit, place.current, latest), undefined, place.current);
    chart.current = drawn;
    const resized = new ResizeObserver(() => drawn.setSize({ width: place.current?.clientWidth ?? 300, height }));
    resized.observe(place.current);
    return () => {
      chart.current = undefined;
      resized.disconnect();
      drawn.destroy();
    };
  }, [drawable, unit, theme]);
  // New readings move the lines; the chart itself stays, with the pointer on it.
  useEffect(() => {
    if (series !== undefined && drawable) chart.current?.setData(dataOf(series));
  }, [series, drawable, unit, theme]);

  const last = series?.values.findLast((value) => value !== null);
  const label =
    last === undefined || last === null || series === undefined
      ? 'no readings yet'
      : `now ${formatValue(last, series.unit)}`;
  return <div class="chart" ref={place} role="img" aria-label={`${props.criterion}: ${label}`} />;
}

function useSeries({ client, deployment, criterion, from, revision }: ChartProps): SeriesView | undefined {
  const [series, setSeries] = useState<SeriesView>();
  const newest = useRef(revision);
  newest.current = revision;
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    let shown: number | undefined;
    const look = async () => {
      if (shown !== newest.current) {
        shown = newest.current;
        const answer = await client.series({ deployment, criterion, from, points: 240 });
        if (ended) return;
        if (answer.ok) setSeries(answer.value);
      }
      timer = setTimeout(() => void look(), refreshEvery);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [client, deployment, criterion, from]);
  return series;
}

/** Changes when the system turns dark or light: colours are drawn into the chart. */
function useTheme(): string {
  const [dark] = useState(() => matchMedia('(prefers-color-scheme: dark)'));
  const [theme, setTheme] = useState(() => (dark.matches ? 'dark' : 'light'));
  useEffect(() => {
    const changed = () => setTheme(dark.matches ? 'dark' : 'light');
    dark.addEventListener('change', changed);
    return () => dark.removeEventListener('change', changed);
  }, [dark]);
  return theme;
}

const constant = (series: SeriesView, value: number | undefined): (number | null)[] =>
  series.times.map(() => value ?? null);

const dataOf = (series: SeriesView): uPlot.AlignedData => [
  series.times,
  series.values,
  constant(series, series.limit),
  constant(series, series.baseline),
];

interface Latest {
  readonly current: SeriesView | undefined;
}

function optionsFor(unit: SeriesView['unit'], place: HTMLElement, latest: Latest): uPlot.Options {
  const colour = (name: string) => colourOf(place, name);
  const grid = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--muted'), grid, ticks: { show: false }, font: '11px system-ui' };
  const line = (stroke: string, dash: number[]) => ({ stroke, dash, width: 1, points: { show: false } });
  return {
    width: place.clientWidth || 300,
    height,
    cursor: { y: false, points: { size: 5 } },
    legend: { show: false },
    padding: [8, 28, 0, 0],
    scales: { y: { range: (_, low, high) => rangeAround(low, high, latest.current) } },
    axes: [
      { ...axis, size: 26, space: 90, values: (_, splits) => splits.map(clockTime) },
      { ...axis, size: 62, space: 28, values: (_, splits) => splits.map((value) => formatValue(value, unit)) },
    ],
    series: [
      {},
      { stroke: colour('--series'), width: 1.5, spanGaps: false, points: { show: false } },
      line(colour('--bad'), [5, 4]),
      line(colour('--muted'), [2, 3]),
    ],
    hooks: { drawAxes: [(chart) => markDeploy(chart, latest.current?.deployedAt, colour('--muted'))] },
  };
}

/** A custom property as a colour that a canvas understands: `light-dark()` is resolved in properties of elements only. */
function colourOf(place: HTMLElement, name: string): string {
  const probe = place.appendChild(document.createElement('span'));
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** Zero is the floor, and the limit is in sight unless it would flatten the readings to a line. */
function rangeAround(low: number, high: number, series: SeriesView | undefined): [number, number] {
  const limit = series?.limit;
  const highest = Math.max(...(series?.values ?? []).filter((value) => value !== null), 0);
  const top =
    limit !== undefined && highest > 0 && limit > highest * 8 ? highest * 1.3 : Math.max(high ?? 0, limit ?? 0) * 1.1;
  return [Math.min(0, low ?? 0), top > 0 ? top : 1];
}

const clockTime = (epochSeconds: number): string =>
  new Date(epochSeconds * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** A line where the deploy finished. */
function markDeploy(chart: uPlot, deployedAt: string | undefined, stroke: string): void {
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
