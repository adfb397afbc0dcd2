import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { expect, it } from 'vitest';

it('a series that is not on the page is absent, and the nearest name is given', async () => {
  const page = servedPage();
  const read = page.asking('gauge', 'queue_lenght');
  page.serve('queue_length 900\n');
  expect(await read()).toEqual({
    type: 'absent',
    because:
      'metrics: queue_lenght: no metric queue_lenght among the 1 series of the page; the nearest is queue_length',
  });
});

it('a label that no series has selects nothing, and no error rate of 0', async () => {
  const page = servedPage();
  const read = page.asking('rate', { bad: 'requests_total{sttus=~"5.."}', of: 'requests_total' });
  page.serve('requests_total{status="500"} 1\n');
  await read();
  page.serve('requests_total{status="500"} 100\n');
  expect(await read()).toEqual({
    type: 'absent',
    because:
      'metrics: requests_total{sttus=~"5.."}: none of the 1 series of requests_total has a label sttus; they have status',
  });
});
