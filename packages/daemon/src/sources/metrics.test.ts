import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { encodedPage, labelPairs, nativeHistogram } from './metrics/protobuf/encoded-page.fixture.ts';
import { servedPage } from './metrics/served-page.fixture.ts';
import { metrics } from './metrics.ts';

const histogram = (counts: readonly number[], labels = '') =>
  ['0.1', '0.5', '+Inf'].map((le, i) => `request_seconds_bucket{${labels}le="${le}"} ${counts[i]}\n`).join('');

describe('a rate', () => {
  const query = { bad: 'requests_total{status=~"5.."}', of: 'requests_total' };

  it('is known from the second page on, over all matching series', async () => {
    const page = servedPage();
    const read = page.asking('rate', query);
    page.serve('requests_total{status="200"} 100\nrequests_total{status="404"} 10\nrequests_total{status="500"} 7\n');
    expect(await read()).toMatchObject({ type: 'absent', because: expect.stringContaining('first scrape') });
    page.serve('requests_total{status="200"} 160\nrequests_total{status="404"} 11\nrequests_total{status="500"} 9\n');
    expect(await read()).toEqual({ type: 'rate', bad: 2, total: 63 });
  });

  it('sees the first error, whose series was not there before', async () => {
    const page = servedPage();
    const read = page.asking('rate', query);
    page.serve('requests_total{status="200"} 100\n');
    await read();
    page.serve('requests_total{status="200"} 120\n');
    expect(await read()).toEqual({ type: 'rate', bad: 0, total: 20 });
    page.serve('requests_total{status="200"} 130\nrequests_total{status="503"} 3\n');
    expect(await read()).toEqual({ type: 'rate', bad: 3, total: 13 });
  });

  it('without traffic is 0 of 0, which is no evidence', async () => {
    const page = servedPage();
    const read = page.asking('rate', query);
    page.serve('requests_total{status="200"} 100\n');
    await read();
    page.serve('requests_total{status="200"} 100\n');
    expect(await read()).toEqual({ type: 'rate', bad: 0, total: 0 });
  });

  it('loses nothing to a scrape that failed', async () => {
    const page = servedPage();
    const read = page.asking('rate', query);
    page.serve('requests_total{status="500"} 1\n');
    await read();
    page.fail('GET http://shop.example/metrics: connection refused after 1 ms');
    expect(await read()).toEqual({
      type: 'error',
      because: 'metrics: GET http://shop.example/metrics: connection refused after 1 ms',
    });
    page.serve('requests_total{status="500"} 5\n');
    expect(await read()).toEqual({ type: 'rate', bad: 4, total: 4 });
  });

  it('waits where errors are counted before requests, and complains when they are no part of them', async () => {
    const page = servedPage();
    const read = page.asking('rate', { bad: 'errors_total', of: 'requests_total' });
    page.serve('requests_total 10\nerrors_total 0\n');
    await read();
    page.serve('requests_total 10\nerrors_total 1\n');
    expect(await read()).toEqual({
      type: 'error',
      because: 'metrics: errors_total grew by 1, requests_total only by 0: the first must be a part of the second',
    });
    page.serve('requests_total 12\nerrors_total 1\n');
    expect(await read()).toEqual({ type: 'rate', bad: 1, total: 2 });
  });

  it('counts from 0 after a restart', async () => {
    const page = servedPage();
    const read = page.asking('rate', query);
    page.serve(`process_start_time_seconds ${page.start - 900}\nrequests_total{status="200"} 100\n`);
    await read();
    page.serve(`process_start_time_seconds ${page.start + 20}\nrequests_total{status="200"} 400\n`);
    expect(await read()).toEqual({ type: 'rate', bad: 0, total: 400 });
  });

  it('cannot be taken from a gauge', async () => {
    const page = servedPage();
    const read = page.asking('rate', query);
    page.serve('# TYPE requests_total gauge\nrequests_total 5\n');
    expect(await read()).toMatchObject({
      type: 'error',
      because: expect.stringContaining('is a gauge, not a counter'),
    });
  });
});

describe('a latency', () => {
  it('is what each bucket grew by, all series together', async () => {
    const page = servedPage();
    const read = page.asking('latency', 'request_seconds{route="/"}');
    const pages = (a: readonly number[], b: readonly number[], other: readonly number[]) =>
      histogram(a, 'route="/",status="200",') +
      histogram(b, 'route="/",status="500",') +
      histogram(other, 'route="/x",');
    page.serve(pages([1, 2, 3], [0, 0, 0], [9, 9, 9]));
    expect(await read()).toMatchObject({ type: 'absent' });
    page.serve(pages([4, 6, 8], [0, 0, 2], [99, 99, 99]));
    expect(await read()).toEqual({ type: 'histogram', bounds: [0.1, 0.5], counts: [3, 1, 3] });
  });

  it.each([
    ['request_seconds_bucket{le="0.1"} 1\n', 'has no bucket le="+Inf"'],
    [
      histogram([1, 1, 1], 'a="1",') +
        'request_seconds_bucket{a="2",le="0.3"} 1\nrequest_seconds_bucket{a="2",le="+Inf"} 1\n',
      'have different buckets',
    ],
    ['request_seconds_bucket{le="fast"} 1\n', 'has no bound'],
    ['# TYPE request_seconds summary\nrequest_seconds{quantile="0.9"} 1\n', 'is a summary, not a histogram'],
  ])('says what is wrong with the histogram: %j', async (text, words) => {
    const page = servedPage();
    const read = page.asking('latency', 'request_seconds');
    page.serve(text);
    expect(await read()).toMatchObject({ type: 'error', because: expect.stringContaining(words) });
  });
});

describe('a native histogram', () => {
  const query = 'request_seconds{route="/"}';
  const label = labelPairs({ route: '/' });
  const inProtobuf = (histogram: object, requests = 0) =>
    encodedPage([
      { name: 'request_seconds', type: 'HISTOGRAM', metric: [{ label, histogram }] },
      { name: 'requests_total', type: 'COUNTER', metric: [{ counter: { value: requests } }] },
    ]);
  /** As Go's library writes one that has no classic buckets. */
  const inText = (count: number, requests = 0) =>
    `# TYPE request_seconds histogram\nrequest_seconds_bucket{route="/",le="+Inf"} ${count}\nrequests_total ${requests}\n`;
  const counted = (reading: Reading) =>
    reading.type === 'histogram'
      ? reading.counts.flatMap((count, i) => (count === 0 ? [] : [[reading.bounds[i]?.toPrecision(3), count]]))
      : reading;
  const before = [0.1, 0.1, 0.7];
  const after = [...before, 0.1, 0.1, 3];

  it('is found by itself, on the page in protobuf', async () => {
    const page = servedPage();
    const read = page.asking('latency', query);
    const count = page.asking('count', 'requests_total');
    page.serveBoth(inText(0, 5), inProtobuf(nativeHistogram([]), 5));
    await count();
    expect(page.requests()).toBe(1);
    expect(await read()).toMatchObject({ type: 'absent', because: expect.stringContaining('first scrape') });
    page.serveBoth(inText(3, 8), inProtobuf(nativeHistogram(before), 8));
    const first = await read();
    expect(counted(first)).toEqual([
      ['0.105', 2],
      ['0.707', 1],
    ]);
    expect(await count()).toEqual({ type: 'count', count: 3 });
    page.serveBoth(inText(6, 9), inProtobuf(nativeHistogram(after, { schema: 2 }), 9));
    const second = await read();
    expect(counted(second)).toEqual([
      ['0.105', 2],
      ['3.36', 1],
    ]);
    expect(second).toMatchObject({ bounds: first.type === 'histogram' ? first.bounds : [] });
    expect(await count()).toEqual({ type: 'count', count: 1 });
    expect(page.requests()).toBe(4);
  });

  it('of which there was none before counts from 0', async () => {
    const page = servedPage();
    const read = page.asking('latency', query);
    const other = { name: 'requests_total', type: 'COUNTER', metric: [{ counter: { value: 1 } }] };
    page.serveBoth(
      '# TYPE request_seconds histogram\nrequests_total 1\n',
      encodedPage([{ name: 'request_seconds', type: 'HISTOGRAM' }, other]),
    );
    expect(await read()).toMatchObject({ type: 'absent', because: expect.stringContaining('no series of') });
    page.serveBoth(inText(3), inProtobuf(nativeHistogram(before)));
    expect(counted(await read())).toEqual([
      ['0.105', 2],
      ['0.707', 1],
    ]);
  });

  it('is cut at milliseconds where it counts milliseconds', async () => {
    const page = servedPage();
    const read = page.asking('latency', { histogram: query, in: 'ms' });
    page.serveBoth(inText(0), inProtobuf(nativeHistogram([])));
    await read();
    page.serveBoth(inText(2), inProtobuf(nativeHistogram([128, 700])));
    expect(counted(await read())).toEqual([
      ['0.128', 1],
      ['0.724', 1],
    ]);
  });

  it('has its sum and its count on the page too', async () => {
    const page = servedPage({ url: 'http://shop.example/metrics', format: 'protobuf' });
    const sum = page.asking('gauge', 'request_seconds_sum');
    const count = page.asking('count', 'request_seconds_count');
    page.serveBoth('', inProtobuf(nativeHistogram([])));
    await Promise.all([sum(), count()]);
    page.serveBoth('', inProtobuf(nativeHistogram([0.5, 0.25])));
    expect(await Promise.all([sum(), count()])).toEqual([
      { type: 'gauge', value: 0.75 },
      { type: 'count', count: 2 },
    ]);
  });

  it.each([
    [undefined, [['0.500', 2]]],
    ['protobuf', [['0.297', 2]]],
  ])('beside classic buckets is read when the format is %s: %j', async (format, expected) => {
    const page = servedPage({ url: 'http://shop.example/metrics', ...(format && { format }) });
    const read = page.asking('latency', query);
    const classic = (count: number) =>
      `request_seconds_bucket{route="/",le="0.5"} ${count}\nrequest_seconds_bucket{route="/",le="+Inf"} ${count}\n`;
    const both = (values: readonly number[]) =>
      inProtobuf({ ...nativeHistogram(values), bucket: [{ upper_bound: 0.5, cumulative_count: values.length }] });
    page.serveBoth(classic(0), both([]));
    await read();
    page.serveBoth(classic(2), both([0.26, 0.27]));
    expect(counted(await read())).toEqual(expected);
  });

  it('leaves classic histograms beside it as they were, when the page comes in protobuf from now on', async () => {
    const page = servedPage();
    const classic = page.asking('latency', 'classic_seconds');
    const native = page.asking('latency', query);
    const text = (count: number) =>
      `classic_seconds_bucket{le="1.0"} ${count}\nclassic_seconds_bucket{le="1e-5"} 0\nclassic_seconds_bucket{le="+Inf"} ${count}\n`;
    const family = (count: number) => {
      const bucket = [
        { upper_bound: 0.00001, cumulative_count: 0 },
        { upper_bound: 1, cumulative_count: count },
      ];
      return encodedPage([
        { name: 'classic_seconds', type: 'HISTOGRAM', metric: [{ histogram: { sample_count: count, bucket } }] },
      ]);
    };
    const both = (count: number) =>
      page.serveBoth(text(count) + inText(1), Buffer.concat([family(count), inProtobuf(nativeHistogram([0.1]))]));
    both(100);
    await classic();
    await native();
    both(104);
    expect(await classic()).toEqual({ type: 'histogram', bounds: [0.00001, 1], counts: [0, 4, 0] });
  });

  it('is an error where the page does not come in protobuf, or may not', async () => {
    for (const options of [{}, { format: 'text' }]) {
      const page = servedPage({ url: 'http://shop.example/metrics', ...options });
      const read = page.asking('latency', query);
      if ('format' in options) page.serveBoth(inText(3), inProtobuf(nativeHistogram(before)));
      else page.serve(inText(3));
      expect(await read()).toMatchObject({
        type: 'error',
        because: expect.stringContaining('only the bucket le="+Inf"'),
      });
    }
  });

  it('is an error where the page is broken, with the byte', async () => {
    const page = servedPage();
    const read = page.asking('latency', query);
    const whole = inProtobuf(nativeHistogram(before));
    page.serveBoth(inText(3), whole.subarray(0, whole.length - 3));
    expect(await read()).toMatchObject({
      type: 'error',
      because: expect.stringMatching(/answered a page that breaks its format, byte \d+: \d+ bytes are announced/),
    });
  });

  it.each(['GAUGE_HISTOGRAM', 'GAUGE'])('of a %s is none', async (type) => {
    const page = servedPage();
    const read = page.asking('latency', query);
    const value = type === 'GAUGE' ? { gauge: { value: 1 } } : { histogram: nativeHistogram(before) };
    page.serveBoth('', encodedPage([{ name: 'request_seconds', type, metric: [{ label, ...value }] }]));
    page.serve('other 1\n');
    expect(await read()).toMatchObject({ type: 'error', because: expect.stringContaining('not a histogram') });
  });
});

describe('a level', () => {
  const text = 'lag{queue="mail"} 3\nlag{queue="sms"} 5\n';

  it.each([
    ['lag{queue="sms"}', 5],
    [{ sum: 'lag' }, 8],
    [{ max: 'lag' }, 5],
    [{ min: 'lag' }, 3],
  ])('%j is %i', async (query, value) => {
    const page = servedPage();
    const read = page.asking('gauge', query);
    page.serve(text);
    expect(await read()).toEqual({ type: 'gauge', value });
  });
});

describe('the page', () => {
  it('is fetched once for all that ask at about the same time', async () => {
    const page = servedPage();
    const reads = [page.asking('gauge', 'a'), page.asking('gauge', 'b'), page.asking('count', 'c_total')];
    page.serve('a 1\nb 2\nc_total 3\n');
    await Promise.all(reads.map((read) => read()));
    expect(page.requests()).toBe(1);
    await page.asking('gauge', 'a')();
    expect(page.requests()).toBe(1);
  });

  it('is never compared with itself', async () => {
    const page = servedPage();
    const read = page.asking('count', 'c_total');
    page.serve('c_total 3\n');
    await read();
    await read();
    expect(page.requests()).toBe(2);
  });

  it('is read as OpenMetrics when it says so, strictly', async () => {
    const page = servedPage();
    const read = page.asking('gauge', 'a');
    page.serve('# TYPE a gauge\na 1\n# EOF\n', 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(await read()).toEqual({ type: 'gauge', value: 1 });
    page.serve('# TYPE a gauge\na 1\n', 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(await read()).toEqual({
      type: 'error',
      because:
        'metrics: GET http://shop.example/metrics answered a page that breaks its format, line 2: the page does not end with # EOF',
    });
  });

  it.each([
    ['milliseconds, as the text format has them', 1_000],
    ['seconds, as OpenMetrics has them', 1],
  ])('says nothing of now where its samples are of long ago: %s', async (_, unit) => {
    const page = servedPage();
    const read = page.asking('gauge', { max: 'lag' });
    page.serve(`lag{queue="a"} 1 ${(page.start - 200) * unit}\nlag{queue="b"} 2\n`);
    expect(await read()).toEqual({ type: 'gauge', value: 2 });
    page.serve(`lag{queue="a"} 1 ${(page.start - 300) * unit}\nlag{queue="b"} 2\n`);
    expect(await read()).toEqual({
      type: 'absent',
      because: 'metrics: lag: lag{queue="a"} is of 2026-12-01T21:55:00.000Z, and older than 5m',
    });
    const count = page.asking('count', 'errors_total');
    for (let look = 0; look < 2; look++) {
      page.serve(`errors_total 7 ${(page.start - 900) * unit}\n`);
      expect(await count()).toMatchObject({ type: 'absent', because: expect.stringContaining('older than 5m') });
    }
  });

  it('is the newest value where a series has several times', async () => {
    const page = servedPage();
    const read = page.asking('gauge', 'a');
    page.serve(`# TYPE a gauge\na 1 ${page.start}.5\na 2 ${page.start + 1}.5\n# EOF\n`, 'application/openmetrics-text');
    expect(await read()).toEqual({ type: 'gauge', value: 2 });
  });
});

describe('several instances', () => {
  const [a, b] = ['http://a/metrics', 'http://b/metrics'];
  const urls = [a, b];
  const rate = { bad: 'errors_total', of: 'requests_total' };
  const page = (errors: number, requests: number, level = 0) =>
    `# TYPE errors_total counter\nerrors_total ${errors}\nrequests_total ${requests}\nlag ${level}\n${histogram([errors, requests, requests])}`;

  it('are counted together, each from its own last look', async () => {
    const pages = servedPage({ urls });
    const asked = [
      pages.asking('rate', rate),
      pages.asking('count', 'errors_total'),
      pages.asking('latency', 'request_seconds'),
    ];
    const read = () => Promise.all(asked.map((ask) => ask()));
    pages.serveAll({ [a]: page(1, 10), [b]: page(5, 1_000) });
    await read();
    pages.serveAll({ [a]: page(2, 14), [b]: page(1, 6) });
    expect(await read()).toEqual([
      { type: 'rate', bad: 2, total: 10 },
      { type: 'count', count: 2 },
      { type: 'histogram', bounds: [0.1, 0.5], counts: [2, 8, 0] },
    ]);
  });

  it('are all needed, unless the plan says how many', async () => {
    const [strict, lax] = [servedPage({ urls }), servedPage({ urls, 'at-least': 1 })];
    const readings = await Promise.all(
      [strict, lax].map(async (pages) => {
        const read = pages.asking('rate', rate);
        pages.serveAll({ [a]: page(1, 10), [b]: page(5, 1_000) });
        await read();
        pages.serveAll({ [a]: page(2, 14) });
        const without = await read();
        pages.serveAll({ [a]: page(2, 20), [b]: page(6, 1_003) });
        return [without, await read()];
      }),
    );
    const missing = 'GET http://b/metrics: http://b/metrics: nothing is served';
    expect(readings).toEqual([
      [
        { type: 'error', because: `metrics: 1 of 2 instances can be read, 2 must be: ${missing}` },
        { type: 'rate', bad: 1, total: 9 },
      ],
      [
        { type: 'rate', bad: 1, total: 4, because: `metrics: without 1 of 2 instances: ${missing}` },
        { type: 'rate', bad: 1, total: 9 },
      ],
    ]);
  });

  it.each([
    [
      'lag',
      {
        type: 'error',
        because:
          'metrics: 2 instances have a level where one is expected: GET http://a/metrics has 3, GET http://b/metrics has 5; write sum, max or min',
      },
    ],
    [{ sum: 'lag' }, { type: 'gauge', value: 8 }],
    [{ max: 'lag' }, { type: 'gauge', value: 5 }],
    [{ min: 'lag' }, { type: 'gauge', value: 3 }],
  ])('have a level as the plan folds it: %j', async (query, reading) => {
    const pages = servedPage({ urls });
    const read = pages.asking('gauge', query);
    pages.serveAll({ [a]: page(0, 0, 3), [b]: page(0, 0, 5) });
    expect(await read()).toEqual(reading);
  });

  it.each([2, 1])(
    'of which one was away have counted in the mean of their times, where %i must answer',
    async (atLeast) => {
      const pages = servedPage({ urls, 'at-least': atLeast });
      const read = pages.asking('count', 'errors_total');
      pages.serveAll({ [a]: page(1, 10), [b]: page(5, 10) });
      await read();
      for (const errors of [2, 3]) {
        pages.serveAll({ [a]: page(errors, 10) });
        await read();
      }
      pages.serveAll({ [a]: page(4, 10), [b]: page(11, 20) });
      expect(await read()).toEqual({ type: 'count', count: 7, over: 30 });
    },
  );

  it.each([[{}], [{ url: a, urls }], [{ urls: [a, a] }], [{ urls, 'at-least': 3 }]])(
    'are named once, and enough of them: not %j',
    (options) => {
      expect(metrics.options.safeParse(options).success).toBe(false);
    },
  );
});

it('a count over pages that could not be read says how long it was counted', async () => {
  const page = servedPage();
  const read = page.asking('count', 'jobs_total');
  page.serve('jobs_total 900\n');
  await read();
  page.serve('jobs_total 902\n');
  expect(await read()).toEqual({ type: 'count', count: 2 });
  for (let look = 0; look < 9; look++) {
    page.fail('connection refused');
    await read();
  }
  page.serve('jobs_total 925\n');
  expect(await read()).toEqual({ type: 'count', count: 23, over: 150 });
});

it.each([
  ['since when it runs', (start: number) => `process_start_time_seconds ${start}\n`, { over: 45 }],
  ['nothing of it', () => '', {}],
])(
  'a count of a process that began in between is of its own time only, where the page says %s',
  async (_, told, over) => {
    const page = servedPage();
    const read = page.asking('count', 'jobs_total');
    page.serve(`${told(page.start - 900)}jobs_total 900\n`);
    await read();
    for (let look = 0; look < 9; look++) {
      page.fail('connection refused');
      await read();
    }
    page.serve(`${told(page.start + 120)}jobs_total 60\n`);
    expect(await read()).toEqual({ type: 'count', count: 60, ...over });
  },
);

it('carries on where a counter got a label from one page to the next', async () => {
  const page = servedPage();
  const read = page.asking('count', 'jobs_total');
  const started = `process_start_time_seconds ${page.start - 900}\n`;
  page.serve(`${started}jobs_total{queue="mail"} 900\n`);
  await read();
  page.serve(`${started}jobs_total{queue="mail",worker="1"} 905\n`);
  expect(await read()).toEqual({ type: 'count', count: 5 });
});

it('counts from 0 where _created says that a counter began anew', async () => {
  const page = servedPage();
  const read = page.asking('count', 'jobs_total');
  const jobs = (value: number, created: number) =>
    `# TYPE jobs counter\njobs_total ${value}\njobs_created ${created}\n# EOF\n`;
  page.serve(jobs(10, 1_000), 'application/openmetrics-text');
  await read();
  page.serve(jobs(12, 2_000), 'application/openmetrics-text');
  expect(await read()).toEqual({ type: 'count', count: 12 });
});

it('reads what prom-client serves, in both formats', async () => {
  for (const type of [Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE] as const) {
    const registry = new Registry<typeof type>();
    registry.setContentType(type);
    collectDefaultMetrics({ register: registry });
    const registers = [registry];
    const requests = new Counter({
      name: 'http_requests_total',
      help: 'Requests "served"\n',
      labelNames: ['status'],
      registers,
    });
    const times = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Times',
      labelNames: ['route'],
      registers,
    });
    const page = servedPage();
    const rate = page.asking('rate', { bad: 'http_requests_total{status=~"5.."}', of: 'http_requests_total' });
    const latency = page.asking('latency', 'http_request_duration_seconds{route="/a \\"b\\""}');
    const memory = page.asking('gauge', 'process_resident_memory_bytes');
    requests.inc({ status: '200' });
    times.observe({ route: '/a "b"' }, 0.3);
    page.serve(await registry.metrics(), registry.contentType);
    await Promise.all([rate(), latency(), memory()]);
    requests.inc({ status: '200' }, 6);
    requests.inc({ status: '500' }, 2);
    times.observe({ route: '/a "b"' }, 0.3);
    times.observe({ route: '/a "b"' }, 60);
    page.serve(await registry.metrics(), registry.contentType);
    expect(await rate()).toEqual({ type: 'rate', bad: 2, total: 8 });
    expect(await latency()).toMatchObject({ type: 'histogram', counts: [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] });
    expect(await memory()).toMatchObject({ type: 'gauge', value: expect.any(Number) });
  }
});
