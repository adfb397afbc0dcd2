import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Database } from './database.ts';

export type Version = { version: string; commit: string };

export function operations({ db }: Database, registry: Registry, version: Version) {
  return new Hono()
    .get('/healthz', async (c) => {
      await db.execute(sql`select 1`);
      return c.json({ status: 'ok' });
    })
    .get('/version', (c) => c.json(version))
    .get('/metrics', async (c) => c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }));
}
