import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { createOutbound } from '@daywatch/daemon/src/outbound.ts';
import type { Question } from '@daywatch/daemon/src/ports/source.ts';
import { prometheus } from '@daywatch/daemon/src/sources/prometheus.ts';
import { sourceTools } from '@daywatch/daemon/src/sources/source-tools.fixture.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { type PrometheusServer, startPrometheus } from '../support/prometheus.ts';

const start = instant(Date.parse('2026-12-01T22:00:00Z'));
const at = (second: number) => plus(start, seconds(second));
/** One value each 15 s from the start; `-` is a scrape without the series. */
const series = (name: string, values: string): string =>
  values
    .split(' ')
    .flatMap((value, look) => (value === '-' ? [] : [`${name} ${value} ${start / 1_000 + 15 * look}\n`]))
    .join('');

const past = [
  '# TYPE requests counter\n',
  series('requests_total{status="200",instance="a"}', '100 110 120 130 5 15 25'),
  series('requests_total{status="200",instance="b"}', '1000 1001 1002 1003 1004 1005 1006'),
  series('requests_total{status="500",instance="a"}', '- - - 2 3 3 3'),
  '# TYPE request_seconds histogram\n',
  series('request_seconds_bucket{route="/",le="0.1"}', '0 3 3 3 3 3 3'),
  series('request_seconds_bucket{route="/",le="0.5"}', '1 5 6 6 6 6 6'),
  series('request_seconds_bucket{route="/",le="+Inf"}', '1 6 9 9 9 9 9'),
  '# TYPE slow_ms histogram\n',
  series('slow_ms_bucket{route="/",le="100"}', '0 1 1 1 1 1 1'),
  series('slow_ms_bucket{route="/",le="+Inf"}', '0 3 3 3 3 3 3'),
  '# TYPE odd_seconds histogram\n',
  series('odd_seconds_bucket{route="/",le="0.1"}', '0 1 1 1 1 1 1'),
  series('odd_seconds_bucket{route="/",le="+Inf"}', '0 1 1 1 1 1 1'),
  series('odd_seconds_bucket{route="/x",le="0.2"}', '0 1 1 1 1 1 1'),
  series('odd_seconds_bucket{route="/x",le="+Inf"}', '0 1 1 1 1 1 1'),
  '# TYPE lag gauge\n',
  series('lag{queue="mail"}', '3 3 3 3 3 3 3'),
  series('lag{queue="sms"}', '5 5 5 5 5 5 5'),
  '# TYPE strange gauge\n',
  series('strange', 'NaN NaN NaN NaN NaN NaN NaN'),
  '# EOF\n',
].join('');

const outbound = createOutbound({ clock: systemClock });
const patient = () => systemClock.timeout(seconds(10));
let server: PrometheusServer;
beforeAll(async () => {
  server = await startPrometheus({ past });
});
afterAll(async () => {
  await Promise.all([server.stop(), outbound.close()]);
});

/** A source whose clock the test moves; it asks about the very moment. */
function opened(options: Readonly<Record<string, unknown>> = {}) {
  const clock = createFakeClock(start);
  const source = prometheus.open(
    prometheus.options.parse({ url: server.url, delay: '0s', ...options }),
    sourceTools({ name: 'prom', outbound, clock }),
  );
  const probe = (measure: Measure, query: unknown, more: Partial<Question> = {}) =>
    source.probe({ name: 'it', measure, query, every: seconds(15), ...more });
  return {
    probe,
    /** One question, asked at each of these seconds. */
    async asks(measure: Measure, query: unknown, times: readonly number[], more: Partial<Question> = {}) {
      const asking = probe(measure, query, more);
      const readings = [];
      for (const second of times) {
        await clock.advance(seconds(second - (clock.now() - start) / 1_000));
        readings.push(await asking.observe(patient()));
      }
      return readings;
    },
  };
}

const rate = { bad: 'requests_total{status=~"5.."}', of: 'requests_total' };

describe('a rate', () => {
  it('is exact from the first look on, sees the first error, and counts from 0 after a restart', async () => {
    expect(await opened().asks('rate', rate, [15, 30, 45, 60, 75])).toEqual([
      { type: 'rate', bad: 0, total: 11 },
      { type: 'rate', bad: 0, total: 11 },
      { type: 'rate', bad: 2, total: 13 },
      { type: 'rate', bad: 1, total: 7 },
      { type: 'rate', bad: 0, total: 11 },
    ]);
  });

  it('loses nothing to a look that was not taken', async () => {
    expect(await opened().asks('rate', rate, [15, 45])).toEqual([
      { type: 'rate', bad: 0, total: 11 },
      { type: 'rate', bad: 2, total: 24 },
    ]);
  });

  it('is not known where there was nothing before, nor twice at the same moment', async () => {
    const [first, later, again] = await opened().asks('rate', rate, [0, 15, 15]);
    expect(first).toMatchObject({
      type: 'absent',
      because: expect.stringMatching(
        /^prom: requests_total over 15s up to 2026-12-01T22:00:00.000Z: no series came of sum/,
      ),
    });
    expect(later).toMatchObject({ type: 'rate' });
    expect(again).toMatchObject({ type: 'absent', because: expect.stringContaining('just been asked') });
  });

  it.each([
    ['a metric', { bad: 'request_errors_total', of: 'requests_total' }, 'no metric request_errors_total is known'],
    [
      'a label',
      { bad: 'requests_total{state="5xx"}', of: 'requests_total' },
      'none of requests_total has a label state',
    ],
  ])('is no 0 when the bad part misspells %s', async (_, query, words) => {
    const [reading] = await opened().asks('rate', query, [30]);
    expect(reading).toMatchObject({ type: 'absent', because: expect.stringContaining(words) });
  });

  it('takes PromQL over $interval, and a ratio with what it is worth', async () => {
    const bad = 'sum(increase(requests_total{status="500"}[$interval])) or vector(0)';
    const [counted] = await opened().asks('rate', { bad, of: 'requests_total' }, [75], { every: seconds(30) });
    expect(counted).toMatchObject({ type: 'rate', total: 18 });
    const [half] = await opened().asks('rate', { ratio: 'vector(0.5)', of: 'requests_total' }, [15]);
    expect(half).toEqual({ type: 'rate', bad: 5.5, total: 11 });
    const [percent] = await opened().asks('rate', { ratio: 'vector(50)', of: 'requests_total' }, [15]);
    expect(percent).toMatchObject({ type: 'error', because: expect.stringContaining('no part of 1') });
  });

  it('of a small ratio is not rounded to none, reading after reading', async () => {
    const [little] = await opened().asks('rate', { ratio: 'vector(0.01)', of: 'requests_total' }, [15]);
    expect(little).toEqual({ type: 'rate', bad: 0.11, total: 11 });
  });

  it('of events per second is no rate of none', async () => {
    const bad = 'sum(increase(requests_total{status="500"}[$interval])) / 1000 or vector(0.001)';
    expect(await opened().asks('rate', { bad, of: 'requests_total' }, [75], { every: seconds(30) })).toMatchObject([
      { type: 'error', because: expect.stringContaining('is no count; ask for how many there were') },
    ]);
    expect(await opened().asks('count', 'vector(0.2) # $interval', [75])).toMatchObject([
      { type: 'error', because: expect.stringContaining('0.2 is no count; ask for how many there were') },
    ]);
  });

  it('complains when the bad is no part of all', async () => {
    const query = { bad: 'requests_total', of: 'requests_total{instance="b"}' };
    expect(await opened().asks('rate', query, [15])).toMatchObject([
      { type: 'error', because: expect.stringContaining('must be a part of the second') },
    ]);
  });
});

it('a count of something that has not happened yet is 0 when its metric is there', async () => {
  const { asks } = opened();
  expect(await asks('count', 'requests_total{status="500"}', [15, 45])).toEqual([
    { type: 'count', count: 0 },
    { type: 'count', count: 2 },
  ]);
  expect(await opened().asks('count', 'requests_total{status="500",instance="b"}', [15])).toEqual([
    { type: 'count', count: 0 },
  ]);
  // Others have the metric, and this one is not scraped.
  expect(await opened().asks('count', 'requests_total{status="500",instance="gone"}', [15])).toMatchObject([
    { type: 'absent', because: expect.stringContaining('nothing else of requests_total{instance="gone"}') },
  ]);
  expect(await opened().asks('count', 'oops_total', [15])).toMatchObject([
    { type: 'absent', because: expect.stringContaining('no metric oops_total') },
  ]);
});

describe('a latency', () => {
  it('is what each bucket grew by, in seconds', async () => {
    expect(await opened().asks('latency', 'request_seconds{route="/"}', [15, 30])).toEqual([
      { type: 'histogram', bounds: [0.1, 0.5], counts: [3, 1, 1] },
      { type: 'histogram', bounds: [0.1, 0.5], counts: [0, 1, 2] },
    ]);
    expect(await opened().asks('latency', 'slow_ms', [15])).toEqual([
      { type: 'histogram', bounds: [0.1], counts: [1, 2] },
    ]);
  });

  it('does not add histograms of different shapes', async () => {
    expect(await opened().asks('latency', 'odd_seconds', [15])).toMatchObject([
      { type: 'error', because: expect.stringContaining('not all series have the same buckets: le="+Inf" has 2') },
    ]);
  });
});

describe('a level', () => {
  it.each([
    [
      { query: 'lag', series: 'each' },
      'higher',
      { value: 5, because: 'prom: the worst of 2 series is lag{queue="sms"}' },
    ],
    [
      { query: 'lag', series: 'each' },
      'lower',
      { value: 3, because: 'prom: the worst of 2 series is lag{queue="mail"}' },
    ],
    [{ query: 'lag', series: 'sum' }, 'higher', { value: 8 }],
    [{ query: 'lag', series: 'average' }, 'higher', { value: 4 }],
    ['sum(lag) * 2', 'higher', { value: 16 }],
    ['scalar(sum(lag))', 'higher', { value: 8 }],
  ] as const)('%j, %s is worse: %j', async (query, worse, reading) => {
    expect(await opened().asks('gauge', query, [15], { worse })).toEqual([{ type: 'gauge', ...reading }]);
  });

  it.each([
    ['lag', 'error', '2 series came where one is expected: lag{queue="mail"}, lag{queue="sms"}'],
    ['strange', 'error', 'strange is NaN, which often is 0 divided by 0'],
    ['lag{queue="post"}', 'absent', 'lag{queue="post"} at 2026-12-01T22:00:15.000Z: no series'],
    ['lag +', 'error', 'answered 400 bad_data'],
    ['lag[5m]', 'error', 'gives all samples of a range, not one value'],
    ['"text"', 'error', 'gives a text, not a number'],
  ])('%s is %s: %s', async (query, type, words) => {
    const [reading] = await opened().asks('gauge', query, [15]);
    expect(reading).toMatchObject({ type, because: expect.stringContaining(words) });
  });

  it('that is stale is absent', async () => {
    expect(await opened().asks('gauge', { query: 'lag', series: 'max' }, [180])).toMatchObject([{ type: 'gauge' }]);
    expect(await opened({ 'stale-after': '1m' }).asks('gauge', { query: 'lag', series: 'max' }, [180])).toMatchObject([
      { type: 'absent', because: expect.stringContaining('the newest sample is 1m30s old, more than 1m') },
    ]);
  });
});

it('a check is 1 or 0 and nothing else', async () => {
  const { asks } = opened();
  expect(await asks('check', 'max(lag) < bool 6', [15])).toEqual([{ type: 'check', ok: true }]);
  expect(await asks('check', 'max(lag) < bool 5', [15])).toMatchObject([
    { type: 'check', ok: false, because: expect.stringContaining('max(lag) < bool 5') },
  ]);
  expect(await asks('check', { query: 'lag < bool 4', series: 'each' }, [15])).toMatchObject([
    { type: 'check', ok: false, because: 'prom: the worst of 2 series is {queue="sms"}' },
  ]);
  expect(await asks('check', 'max(lag)', [15])).toMatchObject([
    { type: 'error', because: expect.stringContaining('5 is neither 1 nor 0') },
  ]);
});

describe('the past', () => {
  it('is what would have been read then', async () => {
    const { probe, asks } = opened();
    const live = await asks('rate', rate, [15, 30, 45, 60, 75, 90]);
    const answer = await probe('rate', rate).history?.({ from: start, to: at(90), every: seconds(15) }, patient());
    if (answer?.type !== 'remembered') throw new Error(JSON.stringify(answer));
    expect(answer.readings.map(({ reading }) => reading)).toEqual(live);
    expect(answer.readings[0]).toMatchObject({ at: start, seconds: 15 });
    expect(answer.readings.at(-1)).toMatchObject({ at: at(75) });
  });

  it('has no readings of times of which nothing is known, and comes in pieces', async () => {
    const stretch = { from: at(-86_400), to: at(60), every: seconds(15) };
    const answer = await opened().probe('latency', 'request_seconds').history?.(stretch, patient());
    if (answer?.type !== 'remembered') throw new Error(JSON.stringify(answer));
    expect(answer.readings.map(({ at: time, reading }) => [(time - start) / 1_000, reading.type])).toEqual([
      [0, 'histogram'],
      [15, 'histogram'],
      [30, 'histogram'],
      [45, 'histogram'],
    ]);
  });

  it('says why it could not be read', async () => {
    const stretch = { from: start, to: plus(start, minutes(1)), every: seconds(15) };
    expect(await opened().probe('gauge', 'lag +').history?.(stretch, patient())).toMatchObject({
      type: 'failed',
      because: expect.stringMatching(/^prom: lag \+ from 2026-12-01T22:00:15.000Z to .* by 15s: answered 400 bad_data/),
    });
  });
});
