import { servedPage } from '@daywatch/daemon/src/sources/metrics/served-page.fixture.ts';
import { expect, it } from 'vitest';

it('two series are an error that names them', async () => {
  const page = servedPage();
  const read = page.asking('gauge', 'lag');
  page.serve('lag{queue="mail"} 900\nlag{queue="sms"} 0\n');
  expect(await read()).toEqual({
    type: 'error',
    because:
      'metrics: lag: 2 series match where one is expected: lag{queue="mail"}, lag{queue="sms"}; write sum, max or min, or add labels',
  });
});

it('the same series twice is an error, whatever is asked', async () => {
  const page = servedPage();
  const level = page.asking('gauge', 'lag');
  const sum = page.asking('gauge', { sum: 'lag' });
  const count = page.asking('count', 'lag');
  page.serve('lag{a="1",b="2"} 900\nlag{b="2",a="1"} 0\n');
  const twice = { type: 'error', because: 'metrics: lag: the page has lag{a="1",b="2"} twice' };
  expect([await level(), await sum(), await count()]).toEqual([twice, twice, twice]);
});
