import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { check, count, criterion, gauge, latency, rate, type Story, tell } from '../scenario.fixture.ts';

const stories: Record<Measure, Story> = {
  rate: (t) => rate(t % 5 === 0 ? 1 : 0, 100),
  check: (t) => check(t % 97 !== 0),
  count: (t) => count(t % 40 === 0 ? 1 : 0),
  gauge: (t) => gauge(40 + ((Math.abs(t) * 7) % 20)),
  latency: (t) => latency(...Array.from({ length: 5 }, (_, i) => 0.2 * (1 + ((Math.abs(t) * 7 + i * 3) % 20) / 20))),
};
/** What is always accepted, whatever the baseline was. */
const least: Partial<Record<Measure, number>> = { rate: 0.0002, check: 0.01, count: 1 / 60 };

describe('the limit that is shown', () => {
  it.each([
    ['two minutes after five', minutes(2), minutes(5)],
    ['an hour after five minutes', hours(1), minutes(5)],
    ['six hours after half an hour', hours(6), minutes(30)],
    ['six hours after a day', hours(6), hours(24)],
    ['a day after two hours', hours(24), hours(2)],
    ['a day after a day', hours(24), hours(24)],
  ])('is baseline times (1 + tolerance), and stays so through %s', (_, length, baseline) => {
    const every = length < minutes(10) ? seconds(1) : seconds(15);
    const criteria = Object.keys(stories).map((name) =>
      criterion({ measure: name as Measure, name, every, ...(name === 'check' ? {} : { tolerance: 0.2 }) }),
    );
    const told = tell({ criteria, before: stories, after: stories, baseline, settings: { for: length } });
    for (let part = 1; part <= 24; part++) {
      for (const { name, limit, baseline, tolerance } of told.until(millis((length * part) / 24)).judgements) {
        const worked = (baseline ?? Number.NaN) * (1 + (tolerance ?? Number.NaN));
        expect(limit).toBeCloseTo(Math.max(worked, least[name as Measure] ?? 0), 10);
      }
    }
  });

  it('says of a check without numbers what is always fine, and not what so short a baseline leaves open', () => {
    const healthy = criterion({ measure: 'check', name: 'healthy' });
    const story = { healthy: () => check(true) };
    const told = tell({ criteria: [healthy], before: story, after: story, baseline: minutes(5) });
    told.until(minutes(10));
    expect(told.judgement('healthy')).toMatchObject({ limit: 0.01, baseline: 0 });
    expect(told.judgement('healthy').because).toContain('at worst');
  });

  it('of levels that may not fall lies below the baseline', () => {
    const workers = criterion({ measure: 'gauge', name: 'workers', worse: 'lower', tolerance: 0.2 });
    const story: Story = () => gauge(40);
    const told = tell({ criteria: [workers], before: { workers: story }, after: { workers: story } });
    told.until(hours(1));
    expect(told.judgement('workers')).toMatchObject({ baseline: 40, limit: 32, tolerance: -0.2 });
  });
});
