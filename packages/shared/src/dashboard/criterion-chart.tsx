import { useState } from 'preact/hooks';
import type { SeriesView } from '../api/views.ts';
import { instant } from '../vocabulary/time.ts';
import { formatValue } from '../vocabulary/units.ts';
import type { Judgement } from '../vocabulary/verdict.ts';
import { bandPath, canvas, type Drawn, gapsIn, heightOf, linePath, scaleOf } from './chart-shape.ts';
import { clockTime, dayAndTime, exactTime, timeOf } from './local-time.ts';
import { nightsIn, percent, placed, type Range } from './time-axis.ts';
import { TimeAxisRow } from './time-axis-row.tsx';

interface ChartProps {
  readonly series: SeriesView;
  readonly range: Range;
  readonly judgement: Judgement | undefined;
  /** Until when there can be readings. */
  readonly until: number;
}

/** The readings of one criterion around the deploy: with what was usual, what is accepted, and how sure the value is. */
export function CriterionChart({ series, range, judgement, until }: ChartProps) {
  const [at, setAt] = useState<number>();
  const { times, values, unit, deployedAt } = series;
  const drawn: Drawn = {
    ...series,
    ...acceptedOf(judgement),
    ...(judgement?.interval && { interval: judgement.interval }),
  };
  const scale = scaleOf(drawn);
  const last = values.findLastIndex((value) => value !== null);
  const pointed = at === undefined ? undefined : Math.min(at, Math.max(0, times.length - 1));
  const shown = pointed ?? last;
  const across = (index: number) => (index / Math.max(1, times.length - 1)) * 100;
  const point = (event: { clientX: number; currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt(Math.round(Math.min(1, Math.max(0, (event.clientX - left) / width)) * (times.length - 1)));
  };
  const level = (name: string, value: number | undefined) =>
    value !== undefined && (
      <line class={name} x1="0" x2={canvas.width} y1={heightOf(value, scale)} y2={heightOf(value, scale)} />
    );
  const shownValue = values[shown] ?? null;

  return (
    <div class="chart">
      <p class="readout">{readout(series, shown, pointed !== undefined)}</p>
      <div class="chart-scale" aria-hidden="true">
        {scale.ticks.map((tick) => (
          <span key={tick} style={{ top: `${heightOf(tick, scale)}%` }}>
            {formatValue(tick, unit)}
          </span>
        ))}
      </div>
      <div
        class="plot"
        role="slider"
        tabIndex={0}
        aria-label={`Readings of ${series.title}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(1, times.length - 1)}
        aria-valuenow={Math.max(0, shown)}
        aria-valuetext={spoken(series, shown)}
        onPointerMove={point}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={(event) => {
          const to = stepOf(event.key, Math.max(0, shown), times.length - 1);
          if (to === undefined) return;
          event.preventDefault();
          setAt(to);
        }}
      >
        {nightsIn(range).map((night) => (
          <i class="night" key={night.from} style={placed(night, range)} />
        ))}
        {gapsIn(series, until / 1_000).map(([from, to]) => (
          <i class="gap" key={from} style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }} />
        ))}
        <svg viewBox={`0 0 ${canvas.width} ${canvas.height}`} preserveAspectRatio="none" aria-hidden="true">
          {scale.ticks.map((tick) => (
            <line
              class="grid"
              key={tick}
              x1="0"
              x2={canvas.width}
              y1={heightOf(tick, scale)}
              y2={heightOf(tick, scale)}
            />
          ))}
          {series.usual && <path class="usual" d={bandPath(series.usual.low, series.usual.high, scale)} />}
          {level('baseline', series.baseline)}
          {level('accepted', isInSight(drawn.accepted, scale.top))}
          {level('limit', isInSight(series.limit, scale.top))}
          <path class="series" d={linePath(values, scale)} />
        </svg>
        {deployedAt && <i class="deployed" style={{ left: `${percent(timeOf(deployedAt), range)}%` }} />}
        {judgement?.interval && judgement.value !== undefined && last >= 0 && (
          <Interval interval={judgement.interval} value={judgement.value} scale={scale} left={across(last)} />
        )}
        {pointed !== undefined && <i class="cursor" style={{ left: `${across(pointed)}%` }} />}
        {pointed !== undefined && shownValue !== null && (
          <i class="dot" style={{ left: `${across(pointed)}%`, top: `${heightOf(shownValue, scale)}%` }} />
        )}
      </div>
      <TimeAxisRow range={range} most={4} name="chart-axis" />
    </div>
  );
}

/** How sure the value since the deploy is. */
function Interval(props: {
  interval: readonly [number, number];
  value: number;
  scale: ReturnType<typeof scaleOf>;
  left: number;
}) {
  const [low, high] = props.interval.map((value) => heightOf(value, props.scale));
  if (low === undefined || high === undefined) return null;
  return (
    <>
      <i class="interval" style={{ left: `${props.left}%`, top: `${high}%`, height: `${Math.max(0, low - high)}%` }} />
      <i class="dot" style={{ left: `${props.left}%`, top: `${heightOf(props.value, props.scale)}%` }} />
    </>
  );
}

/** The worst value that the tolerance accepts, where there is one. */
const acceptedOf = (judgement: Judgement | undefined): { accepted?: number } =>
  judgement?.tolerance === undefined || judgement.baseline === undefined
    ? {}
    : { accepted: judgement.baseline * (1 + judgement.tolerance) };

/** A bound far above all readings would be drawn at the edge, where it is not. */
const isInSight = (value: number | undefined, top: number): number | undefined =>
  value !== undefined && value <= top ? value : undefined;

const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -20,
  PageUp: 20,
};

function stepOf(key: string, from: number, last: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = keySteps[key];
  return step === undefined ? undefined : Math.min(last, Math.max(0, from + step));
}

/** One line over the chart; it is always there, so that nothing moves. */
function readout(series: SeriesView, index: number, pointed: boolean) {
  const time = series.times[index];
  if (!pointed || time === undefined) return ' ';
  const value = series.values[index] ?? null;
  const worst = series.highest[index] ?? null;
  const low = series.usual?.low[index] ?? null;
  const high = series.usual?.high[index] ?? null;
  const at = instant(time * 1_000);
  const step = (series.times[1] ?? time + 60) - (series.times[0] ?? time);
  return (
    <>
      {step < 60 ? exactTime(at) : clockTime(at)}{' '}
      <strong>{value === null ? 'no reading' : formatValue(value, series.unit)}</strong>
      {value !== null && worst !== null && worst !== value && ` · worst ${formatValue(worst, series.unit)}`}
      {low !== null &&
        high !== null &&
        ` · usual ${formatValue(low, series.unit)} to ${formatValue(high, series.unit)}`}
    </>
  );
}

function spoken({ times, values, unit }: SeriesView, index: number): string {
  const time = times[index];
  const value = values[index] ?? null;
  if (time === undefined) return 'no readings yet';
  return `${dayAndTime(instant(time * 1_000))}: ${value === null ? 'no reading' : formatValue(value, unit)}`;
}
