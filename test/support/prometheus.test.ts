import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { startPrometheus } from './prometheus.ts';

const asked = async (url: string, query: string, time = ''): Promise<unknown> => {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}${time}`);
  return JSON.parse(await answer.text()).data.result;
};

it('has the past that a test gives it', async () => {
  const past = '# TYPE orders counter\norders_total 3 1790000000\norders_total 7 1790000015\n# EOF\n';
  const server = await startPrometheus({ past });
  expect(await asked(server.url, 'orders_total', '&time=1790000016')).toMatchObject([{ value: [1790000016, '7'] }]);
  await server.stop();
  await expect(asked(server.url, 'up')).rejects.toThrow('fetch failed');
});

it('scrapes what a test serves', async () => {
  const shop = createServer((_, answer) => answer.setHeader('content-type', 'text/plain').end('orders_total 5\n'));
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  const address = shop.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const server = await startPrometheus({ scrape: { targets: [`127.0.0.1:${address.port}`], every: '1s' } });
  await expect.poll(() => asked(server.url, 'orders_total')).toMatchObject([{ value: [expect.any(Number), '5'] }]);
  await server.stop();
  shop.close();
});
