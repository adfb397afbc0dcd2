import { parsePlan } from '@daywatch/daemon/src/plan/parse.ts';
import { planKinds } from '@daywatch/daemon/src/plan-kinds.ts';
import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { expect, it } from 'vitest';

const histogram = (name: string, bounds: readonly number[], counts: readonly number[]) =>
  [...bounds.map(String), '+Inf'].map((le, i) => `${name}_bucket{le="${le}"} ${counts[i]}\n`).join('');

it.each([
  { name: 'request_duration_seconds', query: 'request_duration_seconds', bounds: [0.1, 0.5] },
  { name: 'request_duration_ms', query: 'request_duration_ms', bounds: [100, 500] },
  { name: 'request_duration_milliseconds', query: 'request_duration_milliseconds_bucket', bounds: [100, 500] },
  { name: 'request_duration', query: { histogram: 'request_duration', in: 'ms' }, bounds: [100, 500] },
])('the same times are the same reading from $name', async ({ name, query, bounds }) => {
  const page = servedPage();
  const read = page.asking('latency', query);
  page.serve(histogram(name, bounds, [0, 0, 0]));
  await read();
  page.serve(histogram(name, bounds, [5, 8, 9]));
  expect(await read()).toEqual({ type: 'histogram', bounds: [0.1, 0.5], counts: [5, 3, 1] });
});

it.each(['800ms', '0.8s', '800.0ms'])('a limit of %s is the same limit', (limit) => {
  const text = `service: shop
sources: { page: { type: metrics, url: https://shop.example.com/metrics } }
environments: { production: { watch: { criteria: { p95: { source: page, latency: request_duration_seconds, limit: ${limit} } } } } }
`;
  const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  expect(parsed.plan.environments.production?.watch.criteria).toMatchObject([{ limit: 0.8, unit: 's' }]);
});
