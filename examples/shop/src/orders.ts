import { and, desc, eq, inArray } from 'drizzle-orm';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { basket } from './basket.ts';
import type { Database } from './database.ts';
import { placeOrder } from './place-order.ts';
import { readBody } from './read-body.ts';
import { orderLines, orders, products } from './schema.ts';
import { requireCustomer, type SignedIn } from './sessions.ts';

const pageSize = 20;

/** Orders placed here are paid later: they take nothing from the stock. */
export function orderRoutes(database: Database) {
  const { db } = database;
  const signedIn = requireCustomer(database);
  return new Hono<SignedIn>()
    .post('/orders', signedIn, async (c) => {
      const wanted = await readBody(c, basket);
      const ids = wanted.items.map((item) => item.productId);
      const order = await db.transaction(async (tx) => {
        const offered = await tx.select().from(products).where(inArray(products.id, ids));
        return placeOrder(tx, { customerId: c.get('customer').id, basket: wanted, offered, status: 'open' });
      });
      return c.json(order, 201);
    })
    .get('/orders', signedIn, async (c) => {
      const found = await db
        .select({ id: orders.id, status: orders.status, cents: orders.cents, placedAt: orders.placedAt })
        .from(orders)
        .where(eq(orders.customerId, c.get('customer').id))
        .orderBy(desc(orders.placedAt))
        .limit(pageSize);
      return c.json({ orders: found });
    })
    .get('/orders/:id', signedIn, async (c) => {
      const id = Number(c.req.param('id'));
      const own = and(eq(orders.id, id), eq(orders.customerId, c.get('customer').id));
      const [order] = Number.isSafeInteger(id) ? await db.select().from(orders).where(own) : [];
      if (order === undefined) throw new HTTPException(404, { message: 'You have no such order.' });
      const lines = await db
        .select({ product: products.name, quantity: orderLines.quantity, cents: orderLines.cents })
        .from(orderLines)
        .innerJoin(products, eq(products.id, orderLines.productId))
        .where(eq(orderLines.orderId, id));
      return c.json({ ...order, lines });
    });
}
