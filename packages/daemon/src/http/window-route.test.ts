import { windowSuggestions } from '@daywatch/shared/api/window-views.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, minus, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { wallTimeAt } from '@daywatch/shared/vocabulary/time-zone.ts';
import { describe, expect, it } from 'vitest';
import { hourOf } from '../monitor/hour-keeper.ts';
import { createTestApp, criterion, plan } from './app.fixture.ts';

const path = '/v1/environments/production/window/suggestions';
const read = (total: number): Reading => ({ type: 'rate', bad: 0, total });

/** An environment whose requests were counted for so many days; `requests` a minute by hour of the day in Berlin. */
async function measured(days: number, requests: (hour: number) => number, criteria = [criterion()]) {
  const test = createTestApp();
  const until = hourOf(test.clock.now());
  const span = Array.from({ length: days * 24 }, (_, index) => minus(until, hours(index + 1))).reverse();
  for (const { name: named, measure } of criteria.filter((one) => one.measure === 'rate'))
    await test.store.saveHours(
      span.map((hour) => {
        const total = requests(Math.floor((wallTimeAt(hour, 'Europe/Berlin') % 86_400_000) / 3_600_000));
        const readings = Array.from({ length: 60 }, (_, minute) => ({
          criterion: named,
          at: plus(hour, minutes(minute + 1)),
          seconds: 60,
          reading: read(measure === 'rate' ? total : 0),
        }));
        return { environment: 'production', criterion: named, hour, readings };
      }),
    );
  test.publish({ plan: { ...plan, watch: { ...plan.watch, criteria } } });
  return {
    suggest: async (query = '') => {
      const answer = await test.ask('GET', `${path}${query}`);
      return { status: answer.status, body: await answer.json() };
    },
  };
}
const atNight = (hour: number) => (hour >= 3 && hour < 5 ? 12 : 600);

describe('when it would be good to deploy', () => {
  it('is when few ask, by the clocks that are asked for, and says what it rests on', async () => {
    const { suggest } = await measured(14, atNight);
    const { status, body } = await suggest('?time-zone=Europe/Berlin&for=2h');
    expect(status).toBe(200);
    const found = windowSuggestions.parse(body);
    expect(found).toMatchObject({ timeZone: 'Europe/Berlin', for: '2h', measuredBy: 'api-errors' });
    expect(found.days).toBeGreaterThanOrEqual(13);
    expect(found.suggestions).toHaveLength(5);
    for (const { cron, time, perMinute, share } of found.suggestions) {
      expect(cron).toMatch(/^0 3 \* \* [A-Z]{3}$/);
      expect(time).toMatch(/^[A-Z][a-z]{2} 03:00$/);
      expect(perMinute).toBe(12);
      expect(share).toBeLessThan(0.03);
    }
  });

  it.each([
    ['too few days', 3, [criterion()], /^No quiet hour of production can be told: .* a suggestion needs 7/],
    ['nobody counts requests', 0, [criterion({ measure: 'gauge' })], /^Nobody counts the requests of production/],
    ['nothing was read yet', 0, [criterion()], /^Nothing of the traffic of production has been measured yet/],
  ])('is not known where %s', async (_, days, criteria, detail) => {
    const { suggest } = await measured(days, atNight, criteria);
    expect(await suggest()).toMatchObject({
      status: 409,
      body: { code: 'too-little-known', detail: expect.stringMatching(detail), hint: expect.any(String) },
    });
  });

  it('refuses clocks and lengths that there are none of, and environments that nobody knows', async () => {
    const { suggest } = await measured(8, atNight);
    expect(await suggest('?time-zone=Mars/Olympus')).toMatchObject({
      body: { code: 'request-invalid', detail: 'There is no time zone Mars/Olympus.' },
    });
    expect((await suggest('?for=long')).status).toBe(400);
    const test = createTestApp();
    expect((await test.ask('GET', '/v1/environments/moon/window/suggestions')).status).toBe(404);
  });
});
