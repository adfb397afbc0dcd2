import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { HTTPException } from 'hono/http-exception';
import type { Basket } from './basket.ts';
import { orderLines, orders, type products } from './schema.ts';

type Order = typeof orders.$inferSelect;
type Product = typeof products.$inferSelect;

/** Writes the order and its lines; belongs into a transaction. `offered` are the products named by the basket. */
export async function placeOrder(
  tx: Pick<NodePgDatabase, 'insert'>,
  {
    customerId,
    basket,
    offered,
    status,
  }: { customerId: number; basket: Basket; offered: Product[]; status: Order['status'] },
): Promise<Order> {
  const lines = basket.items.map(({ productId, quantity }) => {
    const product = offered.find((candidate) => candidate.id === productId);
    if (product === undefined) throw new HTTPException(422, { message: `There is no product ${productId}.` });
    return { productId, quantity, cents: product.cents * quantity };
  });
  const [order] = await tx
    .insert(orders)
    .values({
      customerId,
      status,
      deliveryAddress: basket.deliveryAddress ?? null,
      cents: lines.reduce((sum, line) => sum + line.cents, 0),
    })
    .returning();
  if (order === undefined) throw new Error('the order was not written');
  await tx.insert(orderLines).values(lines.map((line) => ({ ...line, orderId: order.id })));
  return order;
}
