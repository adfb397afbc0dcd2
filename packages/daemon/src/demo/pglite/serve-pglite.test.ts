import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePglite } from './serve-pglite.ts';

let server: Awaited<ReturnType<typeof servePglite>>;
let pool: pg.Pool;
beforeAll(async () => {
  server = await servePglite();
  pool = new pg.Pool({ connectionString: `postgres://postgres@127.0.0.1:${server.port}/postgres`, max: 10 });
  await pool.query('create table visits (visitor int, times int)');
}, 60_000);
afterAll(async () => {
  await pool.end();
  await server.close();
});

it('answers each of many connections with its own rows', async () => {
  const asked = Array.from({ length: 200 }, (_, n) => n);
  const answers = await Promise.all(
    asked.map(async (n) => {
      const { rows } =
        n % 2 === 0
          ? await pool.query('select $1::int as one', [n])
          : await pool.query('select $1::int as one, $2::text as two', [n, 'x']);
      return rows[0].one;
    }),
  );
  expect(answers).toEqual(asked);
});

it('keeps the transactions of two connections apart', async () => {
  const visit = async (visitor: number) => {
    const client = await pool.connect();
    await client.query('begin');
    await client.query('insert into visits values ($1, 1)', [visitor]);
    const { rows } = await client.query('select count(distinct visitor)::int as visitors from visits');
    await client.query('rollback');
    client.release();
    return rows[0].visitors;
  };
  expect(await Promise.all([1, 2, 3, 4].map(visit))).toEqual([1, 1, 1, 1]);
});

it('rolls back what a lost connection left open', async () => {
  const client = await pool.connect();
  client.on('error', () => {});
  await client.query('begin');
  await client.query('insert into visits values (9, 1)');
  client.release(true);
  const { rows } = await pool.query('select count(*)::int as left from visits');
  expect(rows[0].left).toBe(0);
});

it('tells the error of a statement and goes on', async () => {
  await expect(pool.query('select $1::int from nowhere', [1])).rejects.toThrow('relation "nowhere" does not exist');
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
