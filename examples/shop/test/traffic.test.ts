import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { expect, it, onTestFinished } from 'vitest';
import { type Answer, startTraffic } from '../traffic.ts';
import { openShop } from './open-shop.ts';

const addressOf = (server: { address(): unknown }) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return addressOf(server);
}

it('walks through every workflow of the shop, without an error', async () => {
  const shop = await openShop();
  const server = serve({ fetch: shop.app.fetch, hostname: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    server.close();
    await shop.close();
  });
  await once(server, 'listening');

  const stop = new AbortController();
  const answers: Answer[] = [];
  const traffic = startTraffic({
    url: addressOf(server),
    // They come at this rate however busy the machine is: what it cannot serve in time would be an error.
    rate: 10,
    signal: stop.signal,
    onAnswer: (answer) => answers.push(answer),
  });
  const kinds = () =>
    new Set(answers.map(({ method, path }) => `${method} ${path.replace(/\d+/, ':id').replace(/\?.*/, '')}`));
  while (kinds().size < 9) await pause(50);
  stop.abort();
  await traffic;
  expect([...kinds()].sort()).toEqual([
    'GET /me',
    'GET /orders',
    'GET /orders/:id',
    'GET /products',
    'GET /reports/top-products',
    'POST /checkout',
    'POST /orders',
    'POST /register',
    'POST /sign-in',
  ]);
  expect(answers.filter(({ status }) => status === 'no answer' || status >= 500)).toEqual([]);
});

it('keeps its rate when the shop does not answer, up to 200 requests under way', async () => {
  let arrived = 0;
  const url = await listen(createServer(() => arrived++));
  const stop = new AbortController();
  const started = performance.now();
  const traffic = startTraffic({ url, rate: 200, signal: stop.signal });
  while (arrived < 100) await pause(10);
  const seconds = (performance.now() - started) / 1000;
  expect(seconds).toBeGreaterThan(0.45);
  while (arrived < 200) await pause(10);
  await pause(300);
  expect(arrived).toBe(200);
  stop.abort();
  await traffic;
});

it('goes on where nobody listens', async () => {
  const stop = new AbortController();
  const answers: Answer[] = [];
  const traffic = startTraffic({
    url: 'http://127.0.0.1:9',
    rate: 100,
    signal: stop.signal,
    onAnswer: (answer) => answers.push(answer),
  });
  while (answers.length < 20) await pause(10);
  stop.abort();
  await traffic;
  expect(answers[0]?.status).toBe('no answer');
});
