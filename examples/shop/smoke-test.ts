// Walks through the key workflows of a running shop: registration and sign-in, data in and out, a transaction.
// SHOP_URL says where the shop is. Ends with 1 at the first thing that is wrong.
import { randomUUID } from 'node:crypto';

const shop = process.env.SHOP_URL ?? 'http://127.0.0.1:8080';

type Call = { method?: 'POST'; path: string; token?: string; json?: unknown; expect: number };
type Product = { id: number; stock: number };

async function call<T>({ method, path, token, json, expect }: Call): Promise<T> {
  const response = await fetch(new URL(path, shop), {
    method: method ?? 'GET',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    signal: AbortSignal.timeout(5_000),
  });
  const text = await response.text();
  const line = `${method ?? 'GET'} ${path} ${response.status}`;
  if (response.status !== expect) throw new Error(`${line}, expected ${expect}: ${text}`);
  console.log(`ok  ${line}`);
  return JSON.parse(text);
}

async function walk(): Promise<void> {
  await call({ path: '/healthz', expect: 200 });
  await call({ path: '/version', expect: 200 });

  const credentials = { email: `smoke-${randomUUID()}@shop.example`, password: randomUUID() };
  await call({ method: 'POST', path: '/register', json: credentials, expect: 201 });
  const { token } = await call<{ token: string }>({ method: 'POST', path: '/sign-in', json: credentials, expect: 200 });
  await call({ path: '/me', token, expect: 200 });
  await call({ path: '/me', expect: 401 });

  await call({ path: '/products?search=oak', expect: 200 });
  const { products } = await call<{ products: Product[] }>({ path: '/products', expect: 200 });
  const product = products.find(({ stock }) => stock > 0);
  if (product === undefined) throw new Error('nothing on the first page of products is in stock');

  const json = { items: [{ productId: product.id, quantity: 1 }], deliveryAddress: '1 Harbour Street, Bremen' };
  const placed = await call<{ id: number }>({ method: 'POST', path: '/orders', token, json, expect: 201 });
  await call({ path: `/orders/${placed.id}`, token, expect: 200 });
  const bought = await call<{ id: number }>({ method: 'POST', path: '/checkout', token, json, expect: 201 });
  await call({ path: `/orders/${bought.id}`, token, expect: 200 });
  await call({ path: '/orders', token, expect: 200 });
}

try {
  await walk();
} catch (error) {
  console.error(`FAILED  ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
