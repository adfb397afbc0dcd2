import { always, gauge, rate, tell } from '@daywatch/daemon/src/engine/scenario.fixture.ts';
import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';

function criteriaOf(limit: string) {
  const text = `service: shop
sources: { page: { type: metrics, url: https://shop.example.com/metrics } }
environments:
  production:
    watch:
      criteria:
        errors: { source: page, rate: { bad: 'http_requests_total{status=~"5.."}', of: http_requests_total }, limit: ${limit} }
        load: { source: page, gauge: load, strict: true, limit: 0.01 }
`;
  const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.plan.environments.production?.watch.criteria ?? [];
}

const settings = { for: hours(2), settle: minutes(2), earliestGo: minutes(10), atMost: hours(4) };

it.each(['1%', '0.01', '1.0%'])('90 of 100 is more than a limit of %s', (limit) => {
  const story = tell({
    criteria: criteriaOf(limit),
    settings,
    after: { errors: always(rate(90, 100)), load: always(gauge(0.9)) },
  });
  expect(story.until(minutes(30)).verdict).toBe('no-go');
  expect(story.judgement('errors').state).toBe('failing');
  expect(story.judgement('load').state).toBe('failing');
});

it('a fraction below its limit is not rounded up over it', () => {
  const story = tell({
    criteria: criteriaOf('1%'),
    settings,
    after: { errors: always(rate(1, 1_000)), load: always(gauge(0.009)) },
  });
  expect(story.until(minutes(119)).verdict).toBe('go');
});
