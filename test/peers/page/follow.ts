import { instant, minus, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { assess } from '../../../packages/daemon/src/engine/assess.ts';
import { lookAt } from '../../../packages/daemon/src/engine/look.ts';
import { observe } from '../../../packages/daemon/src/engine/observe.ts';
import { merge, quantile } from '../../../packages/daemon/src/engine/statistics/distribution.ts';
import { noGoEvidence } from '../../../packages/daemon/src/engine/tuning.ts';
import { unitsOf } from '../../../packages/daemon/src/engine/units.ts';
import { frameOf, openState } from '../../../packages/daemon/src/engine/watch-state.ts';
import type { Series } from '../../simulation/case.ts';
import { setupOf } from '../../simulation/plan.ts';
import type { DrawnDay } from './days.ts';

export interface Point {
  /** Seconds after the deploy. */
  readonly at: number;
  readonly value: number;
}
export interface Look {
  readonly at: number;
  readonly evidence: number;
  readonly verdict: 'go' | 'no-go' | 'undecided';
  readonly limit: number | undefined;
}
export interface Followed {
  readonly points: readonly Point[];
  readonly looks: readonly Look[];
  /** NO-GO from here on. */
  readonly needed: number;
  /** The middle nine tenths of the baseline's points. */
  readonly usual: readonly [low: number, high: number];
  /** What Daywatch said when it first said NO-GO, or at the end of the day. */
  readonly sentence: string;
}

const lookEvery = 60;
const dayLong = 86_400;

/** The drawn day, reading by reading, through the engine as it is. */
export function follow(day: DrawnDay): Followed {
  const { criterion, before, after } = day.story;
  const setup = setupOf([criterion]);
  const frame = frameOf(setup);
  const start = -before.seconds * before.readings.length;
  const state = openState(frame, observations(criterion.name, before, minus(setup.startedAt, seconds(-start))));
  const looks: Look[] = [];
  let sentence: string | undefined;
  for (const observation of observations(criterion.name, after, setup.startedAt)) {
    observe(frame, state, observation);
    const at = (observation.at - setup.startedAt) / 1000 + observation.seconds;
    if (at % lookEvery !== 0) continue;
    const { evidence, decided } = lookAt(frame, state, at);
    const [judgement] = assess(frame, state, plus(setup.startedAt, seconds(at))).judgements;
    // Once it fails the limit is that of the quantile that failed.
    const limit = decided.verdict === 'no-go' ? looks.at(-1)?.limit : judgement?.limit;
    looks.push({ at, evidence, verdict: decided.verdict, limit: at < dayLong ? limit : undefined });
    if ((decided.verdict === 'no-go' || at === dayLong) && sentence === undefined) sentence = judgement?.because;
  }
  const usualPoints = pointsOf(day, before, start);
  const sorted = usualPoints.map(({ value }) => value).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return {
    points: [...usualPoints, ...pointsOf(day, after, 0)].filter((point) => point.at >= day.from && point.at <= day.to),
    looks: looks.filter((look) => look.at <= day.to),
    needed: noGoEvidence(frame.tuning),
    usual: [at(0.05), at(0.95)],
    sentence: sentence ?? '',
  };
}

const observations = (criterion: string, { seconds: length, readings }: Series, from: number) =>
  readings.flatMap((reading, i) =>
    reading === undefined ? [] : [{ criterion, at: instant(from + i * length * 1000), seconds: length, reading }],
  );

/** What a dashboard would plot: the share, or the 95th percentile, of so many seconds. */
function pointsOf({ story, point }: DrawnDay, { seconds: length, readings }: Series, from: number): Point[] {
  const each = Math.max(1, Math.round(point / length));
  const points: Point[] = [];
  for (let i = 0; i + each <= readings.length; i += each) {
    const units = readings.slice(i, i + each).flatMap((reading) => {
      const read = reading && unitsOf(story.criterion, reading, length);
      return read === undefined ? [] : [read];
    });
    const values = units.flatMap((unit) => (unit.type === 'measured' ? [unit.values] : []));
    const n = units.reduce((sum, unit) => sum + (unit.type === 'counted' ? unit.count.n : 0), 0);
    const k = units.reduce((sum, unit) => sum + (unit.type === 'counted' ? unit.count.k : 0), 0);
    if (values.length === 0 && n === 0) continue;
    points.push({
      at: from + (i + each / 2) * length,
      value: values.length > 0 ? quantile(merge(values), 0.95) : k / n,
    });
  }
  return points;
}
