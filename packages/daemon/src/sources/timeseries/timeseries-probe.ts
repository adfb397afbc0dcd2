import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  between,
  formatDuration,
  type Instant,
  inSeconds,
  instant,
  type Millis,
  millis,
  minus,
  minutes,
  plus,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { History, Probe, Stretch } from '../../ports/source.ts';
import type { TimeSeries, TimeSeriesProvider, Window } from './timeseries.ts';
import type { TimeSeriesQuestion } from './timeseries-question.ts';

export interface TimeSeriesProbeOptions<Query> {
  readonly provider: TimeSeriesProvider<Query>;
  readonly clock: Pick<Clock, 'now'>;
  /** How long a point may take to be there and to be whole. */
  readonly delay: Millis;
  /** A level that is older is absent. */
  readonly staleAfter: Millis;
  /** Length of the intervals that are asked for. */
  readonly step: Millis;
}

/** After a gap the next look adds what it missed, up to this. */
const longestGap: Millis = minutes(5);
const usualSteps = 1_000;

type Answers =
  | { readonly answers: readonly (readonly TimeSeries[])[]; readonly remarks: string }
  | { readonly failed: string };

/** Whole steps on the grid of time, so that two looks never count the same event, and the past agrees with the present. */
export function timeseriesProbe<Query>(
  question: TimeSeriesQuestion<Query>,
  { provider, clock, delay, staleAfter, step }: TimeSeriesProbeOptions<Query>,
): Probe {
  let readUntil: Instant | undefined;

  async function fetchAll(window: Window, signal: AbortSignal): Promise<Answers> {
    const fetched = await Promise.all(question.queries.map((query) => provider.fetch(query, window, signal)));
    const remarks = new Set<string>();
    const answers: (readonly TimeSeries[])[] = [];
    for (const [i, answer] of fetched.entries()) {
      const query = question.queries[i];
      if (answer.type === 'failed') {
        const asked = query === undefined ? '' : `${provider.words(query)} `;
        return { failed: `${asked}from ${rfc3339(window.from)} to ${rfc3339(window.to)}: ${answer.because}` };
      }
      if (answer.remarks !== undefined) remarks.add(answer.remarks);
      answers.push(answer.series);
    }
    return { answers, remarks: [...remarks].join('; ') };
  }

  async function observe(signal: AbortSignal): Promise<Reading> {
    const to = onGrid(minus(clock.now(), delay), step);
    const from = question.adds ? addingFrom(to, readUntil, step) : minus(to, roundUp(staleAfter, step));
    if (from >= to)
      return {
        type: 'absent',
        because: `nothing new: an interval of ${formatDuration(step)} ends next at ${rfc3339(plus(to, step))}`,
      };
    const got = await fetchAll({ from, to, step }, signal);
    if ('failed' in got) return { type: 'error', because: got.failed };
    const elsewhere = question.adds ? onlyElsewhere(got.answers, { from, to }) : undefined;
    if (elsewhere !== undefined)
      return {
        type: 'error',
        because: `${rfc3339(from)} to ${rfc3339(to)} was asked for, and points came of ${rfc3339(elsewhere)} only: the provider counts in other intervals than ${formatDuration(step)}`,
      };
    const reading = withRemarks(question.read(got.answers, { from, to }), got.remarks);
    if (reading.type !== 'error' && reading.type !== 'absent') readUntil = to;
    return reading;
  }

  async function history({ from, to, every }: Stretch, signal: AbortSignal): Promise<History> {
    const readings: { at: Instant; seconds: number; reading: Reading }[] = [];
    const span = roundUp(every, step);
    const last = onGrid(to, span);
    for (let start = plus(onGrid(minus(from, millis(1)), span), span); start < last; ) {
      const next = plus(start, millis(span * (provider.stepsAtOnce ?? usualSteps)));
      const end = next < last ? next : last;
      const got = await fetchAll({ from: start, to: end, step: span }, signal);
      if ('failed' in got) return { type: 'failed', because: got.failed };
      for (const at of stepsWithPoints(got.answers, { from: start, to: end, step: span })) {
        const reading = withRemarks(question.read(got.answers, { from: at, to: plus(at, span) }), got.remarks);
        readings.push({ at, seconds: inSeconds(span), reading });
      }
      start = end;
    }
    return { type: 'remembered', readings };
  }

  return { observe, history };
}

const onGrid = (at: Instant, step: Millis): Instant => instant(Math.floor(at / step) * step);
const roundUp = (span: Millis, step: Millis): Millis => millis(Math.ceil(span / step) * step);

function addingFrom(to: Instant, readUntil: Instant | undefined, step: Millis): Instant {
  // A clock that was set back begins anew.
  if (readUntil === undefined || between(to, readUntil) > step) return minus(to, step);
  const earliest = minus(to, roundUp(longestGap, step));
  return readUntil > earliest ? readUntil : earliest;
}

/** The time of a point, where an answer has some and all are of another time: that is not nothing. */
function onlyElsewhere(
  answers: readonly (readonly TimeSeries[])[],
  { from, to }: Pick<Window, 'from' | 'to'>,
): Instant | undefined {
  for (const series of answers) {
    const times = series.flatMap(({ points }) => points.flatMap(({ at, value }) => (value === null ? [] : [at])));
    if (times.length > 0 && times.every((at) => at < from || at >= to)) return times[0];
  }
  return undefined;
}

/** Beginnings of the steps of which any series says something, in order. */
function stepsWithPoints(answers: readonly (readonly TimeSeries[])[], { from, to, step }: Window): readonly Instant[] {
  const steps = new Set<Instant>();
  for (const series of answers)
    for (const { points } of series)
      for (const { at, value } of points) if (value !== null && at >= from && at < to) steps.add(onGrid(at, step));
  return [...steps].sort((a, b) => a - b);
}

function withRemarks(reading: Reading, remarks: string): Reading {
  if (remarks === '' || reading.type === 'latency' || reading.type === 'histogram') return reading;
  const because = reading.because === undefined ? remarks : `${reading.because}; ${remarks}`;
  return { ...reading, because };
}
