import { Hono } from 'hono';
import type { Database } from './database.ts';

export function reports(database: Database) {
  return new Hono().get('/reports/top-products', async (c) => {
    // The office opens reports once in a while: their queries are loaded when they are first asked for.
    const { topProducts } = await import('./top-products.ts');
    return c.json({ products: await topProducts(database) });
  });
}
