import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import type { Database } from './database.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { readBody } from './read-body.ts';
import { customers } from './schema.ts';
import { requireCustomer, type SignedIn, startSession } from './sessions.ts';

const credentials = z.object({ email: z.email(), password: z.string().min(8) });

export function accounts(database: Database) {
  const { db } = database;
  return new Hono<SignedIn>()
    .post('/register', async (c) => {
      const { email, password } = await readBody(c, credentials);
      const [customer] = await db
        .insert(customers)
        .values({ email, passwordHash: await hashPassword(password) })
        .onConflictDoNothing()
        .returning({ id: customers.id });
      if (customer === undefined) throw new HTTPException(409, { message: `${email} is registered already.` });
      return c.json({ id: customer.id, token: await startSession(database, customer.id) }, 201);
    })
    .post('/sign-in', async (c) => {
      const { email, password } = await readBody(c, credentials);
      const [customer] = await db.select().from(customers).where(eq(customers.email, email));
      if (customer === undefined || !(await isPassword(password, customer.passwordHash))) {
        throw new HTTPException(401, { message: 'E-mail or password is wrong.' });
      }
      return c.json({ id: customer.id, token: await startSession(database, customer.id) });
    })
    .get('/me', requireCustomer(database), (c) => c.json(c.get('customer')));
}
