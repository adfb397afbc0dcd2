import { inject } from 'vitest';
import { createDatabase } from '../../../test/support/create-database.ts';
import type {} from '../../../test/support/postgres-for-suite.ts';
import { createApp } from '../src/app.ts';
import { openDatabase } from '../src/database.ts';
import { migrate } from '../src/migrate.ts';
import { seed } from '../src/seed.ts';

type Request = { json?: unknown; token?: string };
export type Answer = { status: number; body: unknown };

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** A small shop on a database of its own, without a socket. */
export async function openShop() {
  const created = await createDatabase(inject('postgresUrl'), 'shop');
  const database = openDatabase({ url: created.url, poolSize: 5 });
  await migrate(database.pool);
  await seed(database.pool, { customers: 10, products: 400, orders: 200 });
  const app = createApp({ database, version: { version: '1.0.0', commit: 'abc1234' } });

  async function send(method: 'GET' | 'POST', path: string, { json, token }: Request = {}): Promise<Answer> {
    const response = await app.request(path, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  let registered = 0;
  async function register(): Promise<string> {
    registered += 1;
    const json = { email: `new-${registered}@shop.example`, password: 'open sesame' };
    const { body } = await send('POST', '/register', { json });
    return (body as { token: string }).token;
  }

  return {
    app,
    pool: database.pool,
    register,
    get: (path: string, request?: Request) => send('GET', path, request),
    post: (path: string, request?: Request) => send('POST', path, request),
    /** The one value of the first row. */
    query: async (sql: string): Promise<unknown> => Object.values((await database.pool.query(sql)).rows[0] ?? {})[0],
    async close() {
      // Connections that are still closing are ended by the drop.
      database.pool.removeAllListeners('error').on('error', () => {});
      await database.pool.end();
      await created.drop();
    },
  };
}
