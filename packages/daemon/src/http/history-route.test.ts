import { seriesView } from '@daywatch/shared/api/views.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { footingSample } from '../../../../test/contracts/store-samples.ts';
import { verifyRecord } from '../record/verify.ts';
import { assessment, createTestApp, criterion, deploymentRequest } from './app.fixture.ts';
import { downSample, summarize } from './down-sample.ts';

const start = instant(Date.parse('2026-12-01T22:00:00Z'));
const read = (at: number, reading: Reading): Observation => ({
  criterion: 'api-errors',
  at: plus(start, seconds(at)),
  seconds: 15,
  reading,
});
const rate = (bad: number, total: number): Reading => ({ type: 'rate', bad, total });
const latency = (...values: number[]): Reading => ({ type: 'latency', values });
const histogram = (bounds: number[], counts: number[]): Reading => ({ type: 'histogram', bounds, counts });

describe('readings summed up', () => {
  it.each<[string, Parameters<typeof criterion>[0], Reading[], number | null, number | null]>([
    ['requests weigh, not readings', {}, [rate(0, 900), rate(10, 100)], 0.01, 0.1],
    ['no traffic is a gap', {}, [rate(0, 0)], null, null],
    [
      'absent and error are gaps',
      {},
      [
        { type: 'absent', because: 'x' },
        { type: 'error', because: 'x' },
      ],
      null,
      null,
    ],
    [
      'failed looks',
      { measure: 'check' },
      [
        { type: 'check', ok: true },
        { type: 'check', ok: false },
      ],
      0.5,
      1,
    ],
    [
      'events a minute',
      { measure: 'count' },
      [
        { type: 'count', count: 1 },
        { type: 'count', count: 0 },
      ],
      2,
      4,
    ],
    ['looks that a baseline has summed up', { measure: 'check' }, [rate(1, 4), rate(0, 4)], 0.125, 0.25],
    ['levels that a baseline has gathered', { measure: 'gauge' }, [latency(1, 5), latency(3)], 3, 5],
    [
      'a level',
      { measure: 'gauge' },
      [
        { type: 'gauge', value: 1 },
        { type: 'gauge', value: 5 },
      ],
      3,
      5,
    ],
    [
      'a level, lower is worse',
      { measure: 'gauge', worse: 'lower' },
      [
        { type: 'gauge', value: 1 },
        { type: 'gauge', value: 5 },
      ],
      3,
      1,
    ],
    [
      'a quantile of levels',
      { measure: 'gauge', quantile: 0.5 },
      [1, 2, 9].map((value) => ({ type: 'gauge', value })),
      2,
      9,
    ],
    ['times', { measure: 'latency', quantile: 0.5 }, [latency(0.3, 0.1), latency(0.2)], 0.2, 0.3],
    [
      'p95 of times when nothing is said',
      { measure: 'latency' },
      [latency(...Array.from({ length: 100 }, (_, n) => n + 1))],
      95,
      100,
    ],
    [
      'histograms together',
      { measure: 'latency', quantile: 0.5 },
      [histogram([1, 2], [2, 0, 0]), histogram([1, 2], [0, 2, 0])],
      1,
      2,
    ],
    ['over the last bound', { measure: 'latency', quantile: 0.9 }, [histogram([1, 2], [0, 0, 5])], 2, 2],
    [
      'histograms of two sorts: the worse',
      { measure: 'latency', quantile: 1 },
      [histogram([1], [1, 0]), histogram([4], [1, 0])],
      4,
      4,
    ],
    ['empty histograms', { measure: 'latency' }, [histogram([1], [0, 0]), histogram([], [3])], null, null],
  ])('%s', (_what, changes, readings, value, worst) => {
    const observations = readings.map((reading, index) => read(index * 15, reading));
    expect(summarize(criterion(changes), observations)).toEqual({ value, worst });
  });

  it('fall into spans of whole intervals, with gaps as null', () => {
    const observations = [read(0, rate(1, 100)), read(15, rate(3, 100)), read(60, rate(0, 100))];
    const of = { from: start, to: plus(start, minutes(2)), points: 4 };
    expect(downSample(criterion(), observations, of)).toEqual({
      times: [0, 30, 60, 90].map((offset) => start / 1_000 + offset),
      values: [0.02, null, 0, null],
      highest: [0.03, null, 0, null],
    });
  });

  it('never come in more points than asked for, nor finer than they were read', () => {
    const points = (asked: number) =>
      downSample(criterion(), [], { from: start, to: plus(start, minutes(10)), points: asked }).times.length;
    expect([points(10), points(13), points(39), points(5_000)]).toEqual([10, 10, 20, 40]);
  });
});

describe('the history of a deployment', () => {
  async function watched() {
    const test = createTestApp();
    test.publish();
    await test.commands.begin('production', { ...deploymentRequest(), override: 'rehearsed' }, 'devops');
    await test.commands.report('01JEDEPLOY', [
      { type: 'phase-started', phase: 'deploying' },
      { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
      { type: 'phase-finished', phase: 'verifying', outcome: 'passed' },
    ]);
    return test;
  }

  it('has a series with limit, baseline and the hour before the deploy', async () => {
    const { ask, store, publish, feed } = await watched();
    const readings = [read(-30, rate(2, 1_000))];
    await store.saveBaselines('01JEDEPLOY', [{ criterion: 'api-errors', footing: footingSample, readings }]);
    await store.saveObservations('production', [read(-30, rate(2, 1_000)), read(0, rate(5, 100))]);
    const path = '/v1/deployments/01JEDEPLOY/criteria/api-errors/series';
    const series = async (query = '') => seriesView.parse(await (await ask('GET', `${path}${query}`)).json());
    const whole = await series('?points=5000');
    expect(whole).toMatchObject({
      unit: 'fraction',
      limit: 0.01,
      baseline: 0.002,
      deployedAt: '2026-12-01T22:00:00.000Z',
    });
    expect(whole.times[0]).toBe(start / 1_000 - 3_600);
    expect(whole.values.filter((value) => value !== null)).toEqual([0.002, 0.05]);
    const cut = await series('?from=2026-12-01T21:59:00Z&to=2026-12-01T22:00:00Z');
    expect(cut.values).toEqual([null, null, 0.002, null]);
    expect((await series('?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z')).times).toEqual([]);
    expect(whole.told).toEqual([]);
    const fault = { ...rate(2, 100), because: 'shop.log: no stock' } as Reading;
    await store.saveObservations('production', [read(15, fault), read(30, { type: 'error', because: 'timeout' })]);
    expect((await series('?to=2026-12-01T22:05:00Z')).told.map(({ type, because }) => [type, because])).toEqual([
      ['error', 'timeout'],
      ['seen', 'shop.log: no stock'],
    ]);
    publish({ ...feed.current('production'), assessment: assessment() });
    expect(await series()).toMatchObject({ baseline: 0.0012 });
    expect((await ask('GET', `${path}?from=yesterday`)).status).toBe(400);
  });

  it('says what was usual at each time, when enough was seen before the deploy', async () => {
    const { ask, store } = await watched();
    const readings = Array.from({ length: 240 }, (_, n) => read(-60 * (n + 1), rate(n % 3, 1_000))).reverse();
    await store.saveBaselines('01JEDEPLOY', [{ criterion: 'api-errors', footing: footingSample, readings }]);
    const answer = await ask('GET', '/v1/deployments/01JEDEPLOY/criteria/api-errors/series?points=50');
    const { times, usual } = seriesView.parse(await answer.json());
    expect([usual?.low.length, usual?.high.length]).toEqual([times.length, times.length]);
    expect(usual?.low[0]).toBeLessThanOrEqual(usual?.high[0] ?? 0);
    expect(usual?.high[0]).toBeLessThan(0.003);
  });

  it('knows the criteria of its plan', async () => {
    const { ask } = await watched();
    const answer = await ask('GET', '/v1/deployments/01JEDEPLOY/criteria/nope/series');
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { code: 'unknown-criterion', hint: 'It has: api-errors.' },
    ]);
  });

  it('has a record that can be checked', async () => {
    const { ask } = await watched();
    const answer = await ask('GET', '/v1/deployments/01JEDEPLOY/record');
    expect(answer.headers.get('content-type')).toBe('application/jsonl');
    expect(verifyRecord(await answer.text())).toMatchObject({ intact: true, deployment: '01JEDEPLOY' });
  });

  it.each([
    ['', 'text/html; charset=utf-8', '<h1>shop 1.4.2 in production</h1>'],
    ['?format=md', 'text/markdown; charset=utf-8', '# shop 1.4.2 in production'],
    ['?format=json', 'application/json', '"title": "shop 1.4.2 in production"'],
  ])('has a report%s', async (query, type, content) => {
    const { ask } = await watched();
    const answer = await ask('GET', `/v1/deployments/01JEDEPLOY/report${query}`);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(await answer.text()).toContain(content);
  });
});
