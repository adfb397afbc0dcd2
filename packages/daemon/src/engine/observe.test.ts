import { hours, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { always, criterion, deployedAt, rate, type Story, tell } from './scenario.fixture.ts';

const steady = always(rate(1, 500));
const errors = criterion({ measure: 'rate', name: 'errors', title: 'API error rate', tolerance: 0.25 });

describe('readings that do not fit', () => {
  const fed = () => {
    const told = tell({ criteria: [errors], before: { errors: steady }, after: { errors: steady } });
    told.until(minutes(10));
    return told.watch;
  };
  const reading = (minute: number, of = rate(0, 1)) => ({
    criterion: 'errors',
    at: plus(deployedAt, minutes(minute)),
    seconds: 15,
    reading: of,
  });

  it.each([
    ['of an unknown criterion', { ...reading(11), criterion: 'other' }, 'the plan has no criterion "other"'],
    ['from before the deploy', reading(-1), 'it is from before the deploy finished'],
    ['a second time', reading(9.75), 'a second reading for its interval'],
    ['late', reading(5), 'older than what is judged'],
    ['without a length', { ...reading(11), seconds: 0 }, 'its time cannot be read'],
    ['of an endless interval', { ...reading(11), seconds: 1e9 }, 'its interval is longer than the watch'],
    ['after the end', reading(60 * 48), 'the watch is over'],
  ])('%s: dropped, with the reason, and nothing changes', (_, observation, because) => {
    const watch = fed();
    const before = JSON.stringify(watch.snapshot());
    expect(watch.observe(observation)).toEqual({ folded: false, because });
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
    });
    told.until(hours(1));
    expect(told.judgement('slow')).toMatchObject({ state: 'blind' });
    expect(told.judgement('slow').because).toContain('its buckets are not those it had before');
  });
});
