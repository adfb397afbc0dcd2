import { bigint, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const id = () => bigint({ mode: 'number' }).primaryKey().generatedByDefaultAsIdentity();
const reference = (column: string) => bigint(column, { mode: 'number' }).notNull();
const instant = (column: string) => timestamp(column, { withTimezone: true }).notNull().defaultNow();

export const customers = pgTable('customers', {
  id: id(),
  email: text().notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  registeredAt: instant('registered_at'),
});

export const sessions = pgTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  customerId: reference('customer_id'),
  startedAt: instant('started_at'),
});

export const products = pgTable('products', {
  id: id(),
  name: text().notNull(),
  description: text().notNull(),
  cents: integer().notNull(),
  stock: integer().notNull(),
});

export const orders = pgTable('orders', {
  id: id(),
  customerId: reference('customer_id'),
  status: text({ enum: ['open', 'paid'] }).notNull(),
  /** Null when the customer picks the order up. */
  deliveryAddress: text('delivery_address'),
  cents: integer().notNull(),
  placedAt: instant('placed_at'),
});

export const orderLines = pgTable('order_lines', {
  id: id(),
  orderId: reference('order_id'),
  productId: reference('product_id'),
  quantity: integer().notNull(),
  cents: integer().notNull(),
});

export const payments = pgTable('payments', {
  id: id(),
  orderId: reference('order_id').unique(),
  cents: integer().notNull(),
  paidAt: instant('paid_at'),
});
