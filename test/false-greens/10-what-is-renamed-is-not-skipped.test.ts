import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { expect, it } from 'vitest';

it('a release that renames its counters blinds the criterion, in words', async () => {
  const page = servedPage();
  const rate = page.asking('rate', { bad: 'http_errors_total', of: 'http_requests_total' });
  page.serve('http_requests_total 10\nhttp_errors_total 1\n');
  await rate();
  page.serve('http_requests_total 20\nhttp_errors_total 1\n');
  expect(await rate()).toEqual({ type: 'rate', bad: 0, total: 10 });
  page.serve('http_requests_total 30\nhttp_failures_total 9\n');
  expect(await rate()).toMatchObject({
    type: 'absent',
    because: expect.stringContaining('no metric http_errors_total'),
  });
});
