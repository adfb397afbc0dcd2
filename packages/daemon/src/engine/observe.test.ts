import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import type { CriterionState } from './criterion-state.ts';
import { observe } from './observe.ts';
import {
  absent,
  always,
  check,
  count,
  criterion,
  deployedAt,
  error,
  gauge,
  latency,
  rate,
  type Story,
  settingsFor,
  tell,
} from './scenario.fixture.ts';
import { frameOf, openState } from './watch-state.ts';

const steady = always(rate(1, 500));
const errors = criterion({ measure: 'rate', name: 'errors', title: 'API error rate', tolerance: 0.25 });

describe('readings that do not fit', () => {
  const fed = () => {
    const told = tell({
      criteria: [errors],
      before: { errors: steady },
      after: { errors: steady },
      baseline: hours(1),
    });
    told.until(minutes(10));
    return told.watch;
  };
  const reading = (minute: number, of = rate(0, 1)) => ({
    criterion: 'errors',
    at: plus(deployedAt, minutes(minute)),
    seconds: 15,
    reading: of,
  });

  it.each<[string, Observation, string, { isLate: true }?]>([
    ['of an unknown criterion', { ...reading(11), criterion: 'other' }, 'the plan has no criterion "other"'],
    ['from before the deploy', reading(-1), 'it is from before the deploy finished'],
    ['a second time', reading(9.75), 'a second reading for its interval', { isLate: true }],
    ['late', reading(5), 'older than what is judged', { isLate: true }],
    ['at no time', { ...reading(11), at: instant(Number.NaN) }, 'its time cannot be read'],
    ['of no number of seconds', { ...reading(11), seconds: Number.NaN }, 'its time cannot be read'],
    ['without a length', { ...reading(11), seconds: 0 }, 'its time cannot be read'],
    ['of an endless interval', { ...reading(11), seconds: 1e9 }, 'its interval is longer than the watch'],
    ['after the end', reading(60 * 48), 'the watch is over'],
  ])('%s: dropped, with the reason, and nothing changes', (_, observation, because, late) => {
    const watch = fed();
    const before = JSON.stringify(watch.snapshot());
    expect(watch.observe(observation)).toEqual({ folded: false, because, ...late });
    expect(JSON.stringify(watch.snapshot())).toBe(before);
  });

  it.each([
    ['negative', rate(-1, 10)],
    ['not a number', rate(Number.NaN, 10)],
    ['infinite', rate(0, Number.POSITIVE_INFINITY)],
    ['more bad than there are', rate(11, 10)],
  ])('%s: no reading at all, and said so', (_, bad) => {
    const watch = fed();
    for (let tick = 0; tick < 40; tick++) watch.observe(reading(10 + tick / 4, bad));
    const [judgement] = watch.assess(plus(deployedAt, minutes(20))).judgements;
    expect(judgement).toMatchObject({ state: 'blind', value: 0.002 });
  });

  it('buckets other than those of the baseline are refused', () => {
    const slow = criterion({ measure: 'latency', name: 'slow', tolerance: 0.1 });
    const buckets = (...bounds: number[]): Story => always({ type: 'histogram', bounds, counts: [90, 9, 1, 0] });
    const told = tell({
      criteria: [slow],
      before: { slow: buckets(0.1, 0.25, 1) },
      after: { slow: buckets(0.1, 0.5, 1) },
      baseline: hours(1),
    });
    told.until(hours(1));
    expect(told.judgement('slow')).toMatchObject({ state: 'blind' });
    expect(told.judgement('slow').because).toContain('its buckets are not those it had before');
  });
});

/** A watch without a baseline, and what one of its criteria knows; readings at so many seconds after the deploy. */
function watching(...criteria: readonly Criterion[]) {
  const settings = settingsFor(hours(24));
  const rollback = { blocking: 1, critical: 2, integrity: 1 };
  const frame = frameOf({ criteria, startedAt: deployedAt, settings, rollback });
  const state = openState(frame, []);
  return {
    read: (at: number, reading: Reading, { of = criteria[0]?.name ?? '', seconds = 15 } = {}) =>
      observe(frame, state, { criterion: of, at: instant(deployedAt + at * 1000), seconds, reading }),
    of: (place = 0) => state.criteria[place] as CriterionState,
  };
}
const folded = { folded: true };
const repeated = { folded: false, because: 'a second reading for its interval', isLate: true };

describe('a reading is folded', () => {
  const limited = criterion({ measure: 'rate', name: 'limited', limit: 0.01 });
  const other = criterion({ measure: 'rate', name: 'other', limit: 0.01 });

  it('into the criterion that it names, wherever that stands in the plan', () => {
    const { read, of } = watching(limited, other);
    expect(read(600, rate(1, 100), { of: 'other' })).toEqual(folded);
    expect([of(0).readings, of(1).readings]).toEqual([0, 1]);
    expect(read(700, rate(1, 100), { of: 'third' })).toMatchObject({ folded: false });
    expect([of(0).readings, of(1).readings]).toEqual([0, 1]);
  });

  it('when it speaks of time that nobody has answered for, to half an interval', () => {
    const { read } = watching(limited);
    expect(read(600, rate(0, 100))).toEqual(folded);
    expect(read(607, rate(0, 100))).toEqual(repeated);
    expect(read(607.5, rate(0, 100))).toEqual(folded);
  });

  it('in the place of a failure to look, and no failure in the place of a reading', () => {
    const { read, of } = watching(limited);
    expect(read(600, error)).toEqual(folded);
    expect(read(600, error)).toEqual(repeated);
    expect(of()).toMatchObject({
      readings: 0,
      lastReadingAt: null,
      lastTrouble: { at: 615, because: 'timeout after 10 s' },
    });
    expect(read(600, rate(0, 100))).toEqual(folded);
    expect(read(600, error)).toEqual(repeated);
    expect(of()).toMatchObject({ readings: 1, lastReadingAt: 615 });
  });

  it('of the whole watch at most', () => {
    const seconds = settingsFor(hours(24)).atMost / 1000;
    expect(watching(limited).read(0, rate(0, 100), { seconds })).toEqual(folded);
    expect(watching(limited).read(0, rate(0, 100), { seconds: seconds + 1 })).toMatchObject({ folded: false });
  });

  it('after the planned end as long as what was missed is made up for, and not when all was seen', () => {
    const day = 86_400;
    const late = watching(limited);
    late.read(0, rate(0, 100), { seconds: day - 3600 });
    expect(late.read(day + 60, rate(0, 100))).toEqual(folded);
    const whole = watching(limited);
    whole.read(0, rate(0, 100), { seconds: day });
    expect(whole.read(day, rate(0, 100))).toEqual({ folded: false, because: 'the watch is over' });
  });

  it('and seen, but not judged, while the deploy settles', () => {
    const { read, of } = watching(limited);
    read(105, rate(1, 100));
    expect(of()).toMatchObject({ readings: 1, judged: 0, presentInARow: 0, tests: [{ n: 0, k: 0 }] });
    read(120, rate(1, 100));
    expect(of()).toMatchObject({ readings: 2, judged: 1, presentInARow: 1, tests: [{ n: 100, k: 1 }] });
    of().silence = { from: 130, until: 140 };
    read(135, rate(1, 100));
    read(150, rate(1, 100));
    expect(of()).toMatchObject({ readings: 4, judged: 2, presentInARow: 2, tests: [{ n: 200, k: 2 }] });
  });

  it('without a request in it: a reading, and not the last request', () => {
    const { read, of } = watching(limited);
    read(600, rate(0, 100));
    read(615, rate(0, 0));
    expect(of()).toMatchObject({ lastReadingAt: 630, lastUnitAt: 615 });
  });

  it('and its values are kept for what is shown, in the shape in which they came first', () => {
    const times = watching(criterion({ measure: 'latency', limit: 1 }));
    times.read(600, latency(0.1, 0.2));
    expect(times.of().shape).toEqual({ type: 'samples' });
    times.read(615, { type: 'histogram', bounds: [1], counts: [3, 0] });
    expect(times.of()).toMatchObject({ readings: 1, shape: { type: 'samples' }, lastTrouble: { at: 630 } });
    const level = watching(criterion({ measure: 'gauge', limit: 1 }));
    const before = JSON.stringify(level.of().recent);
    level.read(600, gauge(3));
    expect(JSON.stringify(level.of().recent)).not.toBe(before);
  });
});

describe('nothing there', () => {
  const jobs = (noData: Criterion['noData']) => watching(criterion({ measure: 'count', limit: 9, noData }));

  it('is an answer where the plan counts it as failing', () => {
    const { read, of } = jobs('failing');
    read(600, absent);
    read(615, absent);
    expect(of()).toMatchObject({ readings: 2, judged: 2, lastReadingAt: 630, absentInARow: 2, presentInARow: 0 });
    read(630, error);
    expect(of()).toMatchObject({ readings: 2, judged: 2, lastReadingAt: 630, absentInARow: 2 });
    read(645, count(0));
    expect(of()).toMatchObject({ readings: 3, absentInARow: 0, presentInARow: 1 });
  });

  it('is not while the deploy settles', () => {
    const { read, of } = jobs('failing');
    read(60, absent);
    expect(of()).toMatchObject({ readings: 1, judged: 0, absentInARow: 0 });
  });

  it('is no reading anywhere else', () => {
    const { read, of } = jobs('blind');
    read(600, absent);
    expect(of()).toMatchObject({ readings: 0, judged: 0, lastReadingAt: null, absentInARow: 0 });
  });
});

describe('what is judged by facts', () => {
  it('is counted and not bet on, and broken rules are noted', () => {
    const { read, of } = watching(criterion({ measure: 'check', integrity: true, limit: 0.5 }));
    for (let at = 600; at < 660; at += 15) read(at, check(false));
    expect(of()).toMatchObject({ evidence: 1, tests: [{ n: 4, k: 4, evidence: 1 }], violation: { inARow: 4 } });
  });

  it('is not anything else: of that only the last thing said is kept', () => {
    const { read, of } = watching(criterion({ measure: 'count', limit: 0.01 }));
    for (let at = 600; at < 660; at += 15) read(at, { type: 'count', count: 5, because: 'TypeError' });
    read(660, count(0));
    expect(of().evidence).toBeGreaterThan(10);
    expect(of().violation).toMatchObject({ inARow: 0, bad: 0, because: 'TypeError' });
  });

  it('is a check that fails, whatever else it is judged by: three in a row are an outage', () => {
    const { read, of } = watching(criterion({ measure: 'check', severity: 'blocking', limit: 0.5 }));
    for (let at = 600; at < 645; at += 15) read(at, check(false));
    expect(of()).toMatchObject({ failed: { by: 'outage' }, violation: { inARow: 3 } });
  });
});
