import { asc, eq, inArray, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Basket, basket } from './basket.ts';
import type { Database } from './database.ts';
import { placeOrder } from './place-order.ts';
import { readBody } from './read-body.ts';
import { type orders, payments, products } from './schema.ts';
import { requireCustomer, type SignedIn } from './sessions.ts';

type Checkout = { state: 'paid'; order: typeof orders.$inferSelect } | { state: 'sold-out'; names: string[] };

export function checkout(database: Database) {
  return new Hono<SignedIn>().post('/checkout', requireCustomer(database), async (c) => {
    const result = await buy(database, c.get('customer').id, await readBody(c, basket));
    if (result.state === 'sold-out') throw new HTTPException(409, { message: `Sold out: ${result.names.join(', ')}.` });
    return c.json(result.order, 201);
  });
}

/** Stock, order, lines and payment are written together or not at all. */
async function buy({ db }: Database, customerId: number, basket: Basket): Promise<Checkout> {
  const ids = basket.items.map((item) => item.productId);
  return db.transaction(async (tx) => {
    // Always in order of id, so that two baskets never wait for each other.
    const stock = await tx
      .select()
      .from(products)
      .where(inArray(products.id, ids))
      .orderBy(asc(products.id))
      .for('no key update');

    const soldOut = stock.filter(({ id, stock }) =>
      basket.items.some(({ productId, quantity }) => productId === id && quantity > stock),
    );
    if (soldOut.length > 0) return { state: 'sold-out', names: soldOut.map((product) => product.name) };

    const order = await placeOrder(tx, { customerId, basket, offered: stock, status: 'paid' });
    for (const { productId, quantity } of basket.items) {
      await tx
        .update(products)
        .set({ stock: sql`${products.stock} - ${quantity}` })
        .where(eq(products.id, productId));
    }
    await tx.insert(payments).values({ orderId: order.id, cents: order.cents });
    return { state: 'paid', order };
  });
}
