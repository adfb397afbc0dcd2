import { asc, ilike, or } from 'drizzle-orm';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import type { Database } from './database.ts';
import { products } from './schema.ts';

const pageSize = 20;
const query = z.object({ search: z.string().min(1).optional(), page: z.coerce.number().int().min(1).default(1) });

export function catalogue({ db }: Database) {
  return new Hono().get('/products', async (c) => {
    const asked = query.safeParse(c.req.query());
    if (!asked.success) throw new HTTPException(400, { message: z.prettifyError(asked.error) });
    const { search, page } = asked.data;
    const found = await db
      .select()
      .from(products)
      .where(search === undefined ? undefined : matches(search))
      .orderBy(asc(products.id))
      .limit(pageSize)
      .offset(pageSize * (page - 1));
    return c.json({ products: found });
  });
}

const matches = (words: string) => or(ilike(products.name, `%${words}%`), ilike(products.description, `%${words}%`));
