import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { openDatabase } from './database.ts';
import { log } from './log.ts';
import { migrate } from './migrate.ts';
import { hashPassword } from './passwords.ts';
import { sampleCustomers } from './sample-customers.ts';
import { readSettings } from './settings.ts';

export type Size = { customers: number; products: number; orders: number };

/** 200,000 order lines, spread over a year. */
const yearOfTrade: Size = { customers: sampleCustomers.count, products: 2_000, orders: 50_000 };

/** Fills an empty shop. A shop that has products is left as it is: the answer is false. */
export async function seed(pool: Pool, size: Size = yearOfTrade): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('lock table products in exclusive mode');
    const { rows } = await client.query('select 1 from products limit 1');
    if (rows.length > 0) {
      await client.query('rollback');
      return false;
    }
    await client.query(
      `insert into customers (id, email, password_hash, registered_at)
       select n, 'customer-' || n || '@shop.example', $2, now() - interval '1 year' from generate_series(1, $1::int) n`,
      [size.customers, await hashPassword(sampleCustomers.password)],
    );
    // Every fifth product is sold out, the others last for as long as anybody looks.
    await client.query(
      `insert into products (id, name, description, cents, stock)
       select n,
         (array['Oak', 'Walnut', 'Steel', 'Linen', 'Cork', 'Brass', 'Glass'])[1 + n % 7] || ' '
           || (array['chair', 'lamp', 'table', 'shelf', 'bowl', 'clock', 'mirror', 'stool'])[1 + n % 8] || ' ' || n,
         'Made to last, delivered in ' || 1 + n % 5 || ' days, ' || (array['indoor', 'outdoor'])[1 + n % 2] || ' use.',
         500 + n * 37 % 9500,
         case when n % 5 = 0 then 0 else 1000000 end
       from generate_series(1, $1::int) n`,
      [size.products],
    );
    // Every third order is picked up. Four lines an order, none twice the same product.
    await client.query(
      `insert into orders (id, customer_id, status, delivery_address, cents, placed_at)
       select n, 1 + n % $2::int,
         case when n % 20 = 0 then 'open' else 'paid' end,
         case when n % 3 = 0 then null else n || ' Harbour Street, Bremen' end,
         (select sum(cents * (1 + (n + line) % 3)) from generate_series(1, 4) line
            join products on products.id = 1 + (n * 7 + line * 389) % $3::int),
         now() - interval '1 year' * (1 - n / ($1::float + 1))
       from generate_series(1, $1::int) n`,
      [size.orders, size.customers, size.products],
    );
    // One check of the whole table afterwards is much quicker than one a row.
    await client.query(
      'alter table order_lines drop constraint order_lines_order_id_fkey, drop constraint order_lines_product_id_fkey',
    );
    await client.query(
      `insert into order_lines (order_id, product_id, quantity, cents)
       select n, products.id, 1 + (n + line) % 3, cents * (1 + (n + line) % 3)
       from generate_series(1, $1::int) n, generate_series(1, 4) line
       join products on true
       where products.id = 1 + (n * 7 + line * 389) % $2::int`,
      [size.orders, size.products],
    );
    await client.query(
      `alter table order_lines add foreign key (order_id) references orders, add foreign key (product_id) references products`,
    );
    await client.query(
      `insert into payments (order_id, cents, paid_at) select id, cents, placed_at from orders where status = 'paid'`,
    );
    for (const table of ['customers', 'products', 'orders']) {
      await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
    }
    await client.query('commit');
    await client.query('analyze customers, products, orders, order_lines, payments');
    return true;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

if (import.meta.main) {
  const { databaseUrl } = readSettings(process.env);
  const { pool } = openDatabase({ url: databaseUrl, poolSize: 1 });
  await migrate(pool);
  const { values } = parseArgs({ options: { orders: { type: 'string', default: String(yearOfTrade.orders) } } });
  log(
    'info',
    (await seed(pool, { ...yearOfTrade, orders: Number(values.orders) }))
      ? 'seeded'
      : 'there are products already: nothing was seeded',
  );
  await pool.end();
}
