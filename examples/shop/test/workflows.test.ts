import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { seed } from '../src/seed.ts';
import { openShop, type Shop } from './open-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const basketOf = (productId: number, quantity = 1) => ({ items: [{ productId, quantity }] });

describe('registration and sign-in', () => {
  it('lets a new customer in, and back in', async () => {
    const json = { email: 'ada@shop.example', password: 'open sesame' };
    expect(await shop.post('/register', { json })).toMatchObject({ status: 201, body: { token: expect.any(String) } });
    const { status, body } = await shop.post('/sign-in', { json });
    expect(status).toBe(200);
    const { token } = body as { token: string };
    expect(await shop.get('/me', { token })).toMatchObject({ status: 200, body: { email: 'ada@shop.example' } });
  });

  it('knows the customers of the seed', async () => {
    const json = { email: 'customer-3@shop.example', password: 'open sesame' };
    expect(await shop.post('/sign-in', { json })).toMatchObject({ status: 200 });
  });

  it.each([
    ['/register', { email: 'customer-1@shop.example', password: 'open sesame' }, 409],
    ['/register', { email: 'nobody', password: 'short' }, 400],
    ['/register', undefined, 400],
    ['/sign-in', { email: 'customer-1@shop.example', password: 'open barley' }, 401],
    ['/sign-in', { email: 'nobody@shop.example', password: 'open sesame' }, 401],
  ])('POST %s %o is refused with %i', async (path, json, status) => {
    expect(await shop.post(path, { json })).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  it('shows nothing to a stranger', async () => {
    for (const path of ['/me', '/orders', '/orders/1']) {
      expect(await shop.get(path)).toMatchObject({ status: 401 });
      expect(await shop.get(path, { token: 'made-up' })).toMatchObject({ status: 401 });
    }
  });
});

describe('products', () => {
  it('come in pages', async () => {
    const ids = async (path: string) =>
      ((await shop.get(path)).body as { products: { id: number }[] }).products.map(({ id }) => id);
    expect(await ids('/products')).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect((await ids('/products?page=2'))[0]).toBe(21);
    expect(await ids('/products?page=999')).toEqual([]);
    expect(await shop.get('/products?page=last')).toMatchObject({ status: 400 });
  });

  it('are found by a word', async () => {
    const { body } = await shop.get('/products?search=walnut');
    const { products } = body as { products: { name: string }[] };
    expect(products).toHaveLength(20);
    for (const { name } of products) expect(name).toMatch(/^Walnut/);
  });
});

describe('orders', () => {
  it('are kept as they were placed, for their customer alone', async () => {
    const [token, stranger] = [await shop.register(), await shop.register()];
    const json = { ...basketOf(1, 2), deliveryAddress: '1 Harbour Street, Bremen' };
    const placed = await shop.post('/orders', { token, json });
    const { id, cents } = placed.body as { id: number; cents: number };
    expect(placed).toMatchObject({ status: 201, body: { status: 'open', deliveryAddress: json.deliveryAddress } });
    expect(await shop.get(`/orders/${id}`, { token })).toMatchObject({ body: { lines: [{ quantity: 2, cents }] } });
    expect(await shop.get('/orders', { token })).toMatchObject({ body: { orders: [{ id, cents }] } });
    expect(await shop.get(`/orders/${id}`, { token: stranger })).toMatchObject({ status: 404 });
    expect(await shop.get('/orders/latest', { token })).toMatchObject({ status: 404 });
  });

  it.each([
    [{ items: [] }, 400],
    [{ items: [basketOf(1).items[0], basketOf(1).items[0]] }, 400],
    [basketOf(99_999), 422],
  ])('refuse the basket %o with %i', async (json, status) => {
    const token = await shop.register();
    expect(await shop.post('/orders', { token, json })).toMatchObject({ status });
    expect(await shop.post('/checkout', { token, json })).toMatchObject({ status });
  });
});

describe('checkout', () => {
  it('takes the stock and the money together', async () => {
    const token = await shop.register();
    await shop.query('update products set stock = 7 where id = 12');
    const { status, body } = await shop.post('/checkout', { token, json: basketOf(12, 3) });
    const { id, cents } = body as { id: number; cents: number };
    expect(status).toBe(201);
    expect(await shop.query('select stock from products where id = 12')).toBe(4);
    expect(await shop.query(`select cents from payments where order_id = ${id}`)).toBe(cents);
  });

  it('takes nothing when one product of the basket is sold out', async () => {
    const token = await shop.register();
    const before = await shop.query('select stock from products where id = 1');
    const json = { items: [...basketOf(1).items, ...basketOf(5).items] };
    expect(await shop.post('/checkout', { token, json })).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/^Sold out: .* 5\.$/) },
    });
    expect(await shop.query('select stock from products where id = 1')).toBe(before);
    expect(await shop.get('/orders', { token })).toMatchObject({ body: { orders: [] } });
  });

  it('sells the last one once', async () => {
    await shop.query('update products set stock = 1 where id = 11');
    const tokens = [await shop.register(), await shop.register(), await shop.register()];
    const answers = await Promise.all(tokens.map((token) => shop.post('/checkout', { token, json: basketOf(11) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('never waits for itself: baskets in any order, orders beside them', async () => {
    const token = await shop.register();
    const forward = { items: [1, 2, 3].map((productId) => ({ productId, quantity: 1 })) };
    const backward = { items: forward.items.toReversed() };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        shop.post(index % 3 === 0 ? '/orders' : '/checkout', { token, json: index % 2 === 0 ? forward : backward }),
      ),
    );
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  });
});

it('reports the products that sold best in 30 days', async () => {
  const token = await shop.register();
  await shop.post('/checkout', { token, json: basketOf(7, 100) });
  const { status, body } = await shop.get('/reports/top-products');
  const { products } = body as { products: { id: number; units: number; cents: number; change: number }[] };
  expect(status).toBe(200);
  expect(products).toHaveLength(10);
  expect(products[0]).toMatchObject({ id: 7, units: expect.any(Number), change: expect.any(Number) });
  expect(products.map(({ cents }) => cents)).toEqual(products.map(({ cents }) => cents).sort((a, b) => b - a));
});

describe('operations', () => {
  it('says which version runs and that its database answers', async () => {
    expect(await shop.get('/version')).toEqual({ status: 200, body: { version: '1.0.0', commit: 'abc1234' } });
    expect(await shop.get('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('counts requests by the pattern of their route', async () => {
    const token = await shop.register();
    const count = async () =>
      /route="\/orders\/:id",status="404"} (\d+)/.exec(String((await shop.get('/metrics')).body))?.[1];
    await shop.get('/orders/17', { token });
    const before = Number(await count());
    await shop.get('/orders/18', { token });
    await shop.get('/nowhere/20');
    expect(Number(await count())).toBe(before + 1);
    const metrics = String((await shop.get('/metrics')).body);
    expect(metrics).toContain('http_requests_total{method="GET",route="unmatched",status="404"} 1');
    expect(metrics).toContain('http_request_duration_seconds_bucket{le="0.005",method="POST",route="/register"}');
    expect(metrics).toMatch(/pg_pool_connections\{state="idle"\} \d/);
    expect(metrics).not.toMatch(/orders\/1|nowhere/);
  });

  it('answers 503 while every connection is taken, and recovers', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const taken = await Promise.all(Array.from({ length: shop.pool.options.max }, () => shop.pool.connect()));
    expect(await shop.get('/healthz')).toMatchObject({ status: 503 });
    for (const connection of taken) connection.release();
    expect(await shop.get('/healthz')).toMatchObject({ status: 200 });
    log.mockRestore();
  });

  it('keeps what customers typed out of the log', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    await shop.query('alter table customers rename to people');
    const { status } = await shop.post('/sign-in', { json: { email: 'ada@shop.example', password: 'open sesame' } });
    await shop.query('alter table people rename to customers');
    const [line] = log.mock.calls.flat();
    log.mockRestore();
    expect(status).toBe(500);
    expect(line).toContain('from \\"customers\\" where');
    expect(line).not.toContain('ada@shop.example');
  });

  it('logs a fault as one line and gives the customer its number', async () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    await shop.query('alter table products rename to goods');
    const { status, body } = await shop.get('/products');
    await shop.query('alter table goods rename to products');
    const line: unknown = JSON.parse(String(log.mock.calls[0]?.[0]));
    log.mockRestore();
    const { requestId } = body as { requestId: string };
    expect({ status, body }).toEqual({ status: 500, body: { error: 'Something went wrong on our side.', requestId } });
    expect(line).toMatchObject({
      level: 'error',
      message: 'GET /products failed',
      requestId,
      error: { cause: { message: 'relation "products" does not exist' } },
    });
  });
});

describe('the database', () => {
  it('is seeded only while it is empty', async () => {
    const before = await shop.query('select count(*)::int from order_lines');
    expect(await seed(shop.pool)).toBe(false);
    expect(await shop.query('select count(*)::int from order_lines')).toBe(before);
  });

  it('is migrated once, however many start at the same time', async () => {
    await shop.query('drop schema public cascade');
    await shop.query('create schema public');
    const applied = await Promise.all([migrate(shop.pool), migrate(shop.pool), migrate(shop.pool)]);
    expect(applied.flat()).toEqual(['0001_shop.sql']);
  });
});
