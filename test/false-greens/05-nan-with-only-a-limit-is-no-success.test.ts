import { always, count, criterion, gauge, latency, rate, tell } from '@daywatch/daemon/src/engine/scenario.fixture.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';

const settings = { for: hours(1), settle: minutes(1), earliestGo: minutes(10), atMost: hours(2) };

it.each([
  ['rate', rate(Number.NaN, 100)],
  ['rate', rate(0, Number.NaN)],
  ['rate', rate(0, Number.POSITIVE_INFINITY)],
  ['latency', latency(0.1, Number.NaN)],
  ['latency', { type: 'histogram', bounds: [0.1, 0.5], counts: [10, Number.NaN, 0] }],
  ['count', count(Number.NaN)],
  ['gauge', gauge(Number.NaN)],
  ['gauge', gauge(Number.NEGATIVE_INFINITY)],
] as const)('a %s of %j under nothing but a limit is never a pass', (measure, reading) => {
  const of = criterion({ measure, limit: 1, strict: measure === 'gauge' });
  const story = tell({ criteria: [of], settings, after: { [measure]: always(reading) } });
  for (const span of [5, 30, 59, 61, 119, 121]) {
    expect(story.until(minutes(span)).verdict).toBe('undecided');
    expect(story.judgement(measure).state).not.toBe('passing');
    expect(story.judgement(measure).value).toBeUndefined();
  }
});
