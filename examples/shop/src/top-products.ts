import { and, between, desc, eq, sql, sum } from 'drizzle-orm';
import type { Database } from './database.ts';
import { orderLines, orders, products } from './schema.ts';

/** The ten products that brought most in 30 days, each with the 30 days before to compare. */
export async function topProducts({ db }: Database) {
  const sold = (name: string, daysAgo: number, until: number) =>
    db.$with(name).as(
      db
        .select({
          productId: orderLines.productId,
          units: sum(orderLines.quantity).mapWith(Number).as(`${name}_units`),
          cents: sum(orderLines.cents).mapWith(Number).as(`${name}_cents`),
        })
        .from(orderLines)
        .innerJoin(orders, eq(orders.id, orderLines.orderId))
        .where(and(eq(orders.status, 'paid'), between(orders.placedAt, daysBefore(daysAgo), daysBefore(until))))
        .groupBy(orderLines.productId),
    );

  const recent = sold('recent', 30, 0);
  const before = sold('before', 60, 30);
  return db
    .with(recent, before)
    .select({
      id: products.id,
      name: products.name,
      units: recent.units,
      cents: recent.cents,
      change: sql<number>`${recent.cents} - coalesce(${before.cents}, 0)`.mapWith(Number),
    })
    .from(recent)
    .innerJoin(products, eq(products.id, recent.productId))
    .leftJoin(before, eq(before.productId, recent.productId))
    .orderBy(desc(recent.cents))
    .limit(10);
}

const daysBefore = (days: number) => sql`now() - make_interval(days => ${days})`;
