import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCustomers } from '../src/sample-customers.ts';
import { openProduction, type Production } from './production.ts';

let shop: Production;
let token: string;

beforeAll(async () => {
  shop = await openProduction();
  expect(await shop.deploy()).toMatchObject({ exitCode: 0 });
  const credentials = { email: sampleCustomers.email(3), password: sampleCustomers.password };
  token = (await shop.post<{ token: string }>('/sign-in', credentials)).body.token;
});
afterAll(() => shop.close());

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function version(): Promise<unknown> {
  return (await fetch(`${shop.url}/version`)).json();
}

/** What the verification of the plan runs: it finds none of the bad releases. */
async function verify(): Promise<void> {
  expect(await shop.run(process.execPath, 'smoke-test.ts')).toMatchObject({ exitCode: 0 });
}

async function listOrders(times: number): Promise<void> {
  for (let request = 0; request < times; request++) expect(await shop.get('/orders', token)).toBe(200);
}

async function rollBack(): Promise<void> {
  const { exitCode } = await shop.rollBack();
  expect(exitCode).toBe(0);
  expect(await version()).toMatchObject({ version: '1.0.0' });
}

describe('the deploy script', () => {
  it('replaces the running process by the commit that is checked out', async () => {
    const before = await shop.pid();
    const { exitCode, output } = await shop.ship('good');
    const after = await shop.pid();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining('deploy: done') });
    expect(isRunning(before)).toBe(false);
    expect(isRunning(after)).toBe(true);
    expect(await version()).toEqual({ version: '1.1.0', commit: await shop.head() });
    expect(await shop.currentVersion()).toBe(await shop.head());
  });

  it('leaves the shop in a session of its own, apart from whoever deploys', async () => {
    const pid = await shop.pid();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const [, , group, session, terminal] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    expect({ group, session, terminal }).toEqual({ group: pid, session: pid, terminal: 0 });
  });

  it('lets the shop finish what it does before it ends', async () => {
    expect(await shop.log()).toMatch(/"message":"stopping","signal":"SIGTERM"}\n.*"message":"stopped"}\n/);
  });
});

it('good: nothing is worse', async () => {
  await verify();
  expect(await shop.get('/products?search=walnut')).toBe(200);
  expect(await shop.get('/reports/top-products')).toBe(200);
});

describe('of the bad releases', () => {
  it('slow-query reads a whole table for each order of the list, until it is rolled back', async () => {
    const [requests, onAPage, least] = [2, 20, 10_000];
    await shop.ship('slow-query');
    await verify();
    await listOrders(requests);
    await rollBack();
    const rowsRead = () => shop.rowsRead('shipments');
    await expect.poll(rowsRead, { timeout: 20_000 }).toBeGreaterThan(requests * onAPage * least);
    const read = await rowsRead();
    await listOrders(requests);
    await rollBack();
    expect(await rowsRead()).toBe(read);
  });

  it('server-errors breaks the orders that are picked up, a third of all', async () => {
    await shop.ship('server-errors');
    await verify();
    const own = [2, 802, 1_602, 2_402, 3_202, 4_002];
    const statuses = await Promise.all(own.map((id) => shop.get(`/orders/${id}`, token)));
    expect(statuses).toEqual(own.map((id) => (id % 3 === 0 ? 500 : 200)));
    expect(statuses.filter((status) => status === 500)).toHaveLength(2);
    await rollBack();
    for (const id of own) expect(await shop.get(`/orders/${id}`, token)).toBe(200);
  });

  it('pool-exhaustion loses a connection with each basket that is sold out, until none is left', async () => {
    await shop.ship('pool-exhaustion');
    await verify();
    for (let productId = 5; productId <= 50; productId += 5) {
      const { status } = await shop.post('/checkout', { items: [{ productId, quantity: 1 }] }, token);
      expect(status).toBe(409);
    }
    expect(await Promise.all(['/healthz', '/products'].map((path) => shop.get(path)))).toEqual([503, 503]);
    await rollBack();
    expect(await shop.get('/products')).toBe(200);
  });

  it('broken-import breaks the reports and nothing else', async () => {
    await shop.ship('broken-import');
    await verify();
    expect(await shop.get('/reports/top-products')).toBe(500);
    expect(await shop.get('/healthz')).toBe(200);
    expect(await shop.log()).toContain("Package subpath './sql/aggregate' is not defined");
    await rollBack();
    expect(await shop.get('/reports/top-products')).toBe(200);
  });

  it('crash-on-start fails in the deploy script, which shows the log', async () => {
    const { exitCode, output } = await shop.ship('crash-on-start');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/deploy: FAILED: \w+ ended while starting/);
    expect(output).toContain('PAYMENT_PROVIDER_KEY');
    await expect(version()).rejects.toThrow('fetch failed');
    await rollBack();
  });
});
