import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { expect, it } from 'vitest';

// prom-client writes `Nan`, Go `NaN`; an infinite level says as little.
it.each(['NaN', 'Nan', 'nan', '+Inf', '-Inf'])('a level that is %s is absent', async (written) => {
  const page = servedPage();
  const read = page.asking('gauge', 'error_ratio');
  page.serve(`error_ratio ${written}\n`);
  expect(await read()).toMatchObject({ type: 'absent', because: expect.stringContaining('error_ratio is') });
});

it.each(['sum', 'max', 'min'])('one NaN among several makes their %s absent', async (fold) => {
  const page = servedPage();
  const read = page.asking('gauge', { [fold]: 'lag' });
  page.serve('lag{queue="a"} 1\nlag{queue="b"} NaN\n');
  expect(await read()).toEqual({ type: 'absent', because: 'metrics: lag: lag{queue="b"} is NaN' });
});

it('a counter that is NaN is absent, not an increase of nothing', async () => {
  const page = servedPage();
  const read = page.asking('count', 'errors_total');
  page.serve('errors_total 1\n');
  await read();
  page.serve('errors_total NaN\n');
  expect(await read()).toMatchObject({ type: 'absent' });
});
