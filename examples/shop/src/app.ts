import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { accounts } from './accounts.ts';
import { checkout } from './checkout.ts';
import { type Database, isPoolExhausted } from './database.ts';
import type { Faults } from './faults.ts';
import { describeError, log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { operations, type Version } from './operations.ts';
import { orderRoutes } from './orders.ts';
import { catalogue } from './products.ts';
import { reports } from './reports.ts';

/** The whole shop without a socket: `app.request('/products')` works. */
export function createApp({ database, version, faults }: { database: Database; version: Version; faults?: Faults }) {
  const { registry, measureRequests } = createMetrics(database.pool);
  const app = new Hono();
  app.use(measureRequests);
  app.use(requestId());
  app.route('/', accounts(database));
  app.route('/', catalogue(database));
  app.route('/', orderRoutes(database));
  app.route('/', checkout(database));
  app.route('/', reports(database));
  app.route('/', operations(database, registry, version));
  app.notFound((c) => c.json({ error: 'There is nothing here.', requestId: c.get('requestId') }, 404));
  app.onError((error, c) => answerError(error, c, faults));
  return app;
}

function answerError(error: Error, c: Context, faults?: Faults) {
  const id: string = c.get('requestId');
  if (error instanceof HTTPException) return c.json({ error: error.message, requestId: id }, error.status);
  log('error', `${c.req.method} ${c.req.path} failed`, { requestId: id, error: describeError(error) });
  faults?.report(error);
  return isPoolExhausted(error)
    ? c.json({ error: 'The shop is busy. Try again.', requestId: id }, 503)
    : c.json({ error: 'Something went wrong on our side.', requestId: id }, 500);
}
