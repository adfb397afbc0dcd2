import pg from 'pg';
import { openDatabase } from '../../examples/shop/src/database.ts';
import { migrate } from '../../examples/shop/src/migrate.ts';
import { seed } from '../../examples/shop/src/seed.ts';

const template = 'shop_with_a_year_of_trade';

/** Databases with a year of trade in them; the first one takes seconds to fill, the others are copies. */
export async function seededDatabases({ serverUrl, orders }: { serverUrl: string; orders: number }) {
  const addressOf = (name: string) => {
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const server = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await server(`create database ${template}`);
  const { pool } = openDatabase({ url: addressOf(template), poolSize: 2 });
  await migrate(pool);
  await seed(pool, { customers: 2_000, products: 2_000, orders });
  await pool.query('create extension pg_stat_statements');
  await pool.end();
  let copies = 0;
  return async (): Promise<string> => {
    copies += 1;
    const name = `shop_${copies}`;
    await server(`create database ${name} template ${template}`);
    return addressOf(name);
  };
}
