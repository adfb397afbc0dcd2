import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

const names = ['http_requests_total', 'http_request_duration_seconds_bucket', 'process_cpu_seconds_total'];

it.each([
  ['http_request_total', 'http_requests_total'],
  ['http_request_duration_seconds', 'http_request_duration_seconds_bucket'],
  ['process_cpu_total', 'process_cpu_seconds_total'],
  ['orders', undefined],
])('nearest to %s is %s', (wanted, nearest) => {
  expect(nearestName(wanted, names)).toBe(nearest);
});
