import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import type { Database } from './database.ts';
import { customers, sessions } from './schema.ts';

export type SignedIn = { Variables: { customer: { id: number; email: string } } };

export async function startSession({ db }: Database, customerId: number): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await db.insert(sessions).values({ tokenHash: hashToken(token), customerId });
  return token;
}

export function requireCustomer({ db }: Database) {
  return createMiddleware<SignedIn>(async (c, next) => {
    const token = c.req.header('authorization')?.replace(/^Bearer /i, '');
    if (token === undefined) throw new HTTPException(401, { message: 'Sign in first.' });
    const [customer] = await db
      .select({ id: customers.id, email: customers.email })
      .from(sessions)
      .innerJoin(customers, eq(customers.id, sessions.customerId))
      .where(eq(sessions.tokenHash, hashToken(token)));
    if (customer === undefined) throw new HTTPException(401, { message: 'This session is over.' });
    c.set('customer', customer);
    await next();
  });
}

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');
