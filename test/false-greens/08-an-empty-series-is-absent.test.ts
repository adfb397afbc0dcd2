import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { expect, it } from 'vitest';

const declared = '# HELP requests_total Requests.\n# TYPE requests_total counter\nup 1\n';

it('a metric that is declared and has no series yet has no level and no rate', async () => {
  const page = servedPage();
  const level = page.asking('gauge', 'requests_total');
  const rate = page.asking('rate', { bad: 'requests_total{status="500"}', of: 'requests_total' });
  for (let look = 0; look < 3; look++) {
    page.serve(declared);
    expect(await level()).toEqual({
      type: 'absent',
      because: 'metrics: requests_total: no series of requests_total matches',
    });
    expect(await rate()).toEqual({
      type: 'absent',
      because: 'metrics: requests_total: no series of requests_total matches',
    });
  }
});

it('a page without any series is an error', async () => {
  const page = servedPage();
  const read = page.asking('gauge', 'up');
  page.serve('# nothing here\n');
  expect(await read()).toMatchObject({ type: 'error', because: expect.stringContaining('a page without series') });
});
