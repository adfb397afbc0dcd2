import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import { gaugeNames } from '@daywatch/daemon/src/sources/postgres/named-gauges.ts';
import { countedEvents } from '@daywatch/daemon/src/sources/postgres/postgres-queries.ts';
import { PGlite } from '@electric-sql/pglite';
import { pg_stat_statements } from '@electric-sql/pglite/contrib/pg_stat_statements';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asking, deployed, lookUntilFound, openPostgresSource, usual } from './postgres-source.ts';

let database: PGlite;
let server: PGLiteSocketServer;
let source: Source;

beforeAll(async () => {
  database = await PGlite.create({ extensions: { pg_stat_statements } });
  await database.exec(`create extension pg_stat_statements;
    create table orders (id int primary key, customer int);
    insert into orders select i, i % 500 from generate_series(1, 20000) i;
    create index orders_of_customer on orders (customer); analyze`);
  const port = await freePort();
  server = new PGLiteSocketServer({ db: database, port, host: '127.0.0.1', maxConnections: 5 });
  await server.start();
  source = openPostgresSource({ url: `postgres://postgres@127.0.0.1:${port}/postgres` });
});
afterAll(async () => {
  await source.close();
  await server.stop();
  await database.close();
});

describe('PostgreSQL 18', () => {
  it('is what is asked here', async () => {
    const { rows } = await database.query<{ version: string }>('select version()');
    expect(rows[0]?.version).toMatch(/^PostgreSQL 18/);
  });

  it('answers every named question', async () => {
    for (const name of gaugeNames) expect((await asking(source, 'gauge', name)()).type, name).not.toBe('error');
    for (const name of Object.keys(countedEvents)) {
      const ask = asking(source, 'count', name);
      await ask();
      expect((await ask()).type, name).toBe('count');
    }
    for (const name of ['not-valid-constraints', 'invalid-indexes', 'sequences'])
      expect(await asking(source, 'check', name)()).toMatchObject({ type: 'check', ok: true });
  });

  it('does not call a constraint that is not meant to be enforced NOT VALID', async () => {
    await database.exec('alter table orders add constraint meant check (customer > 0) not enforced');
    expect(await asking(source, 'check', 'not-valid-constraints')()).toMatchObject({ ok: true });
    await database.exec('alter table orders add constraint positive check (id > 0) not valid');
    expect(await asking(source, 'check', 'not-valid-constraints')()).toMatchObject({ ok: false });
  });

  it('counts its statements, and tells their plans', async () => {
    const ask = asking(source, 'count', { 'slower-queries': { calls: 20, for: '1ms', 'at-least': '1ms' } });
    const orders = async (times: number) => {
      for (let time = 0; time < times; time++)
        await database.query('select count(*) from orders where customer = $1', [time]);
    };
    await orders(usual);
    for (let look = 0; look < 4; look++) await ask();
    await ask(deployed('2'));
    await database.exec('drop index orders_of_customer');
    const found = await lookUntilFound(
      () => ask(deployed('2')),
      () => orders(60),
    );
    expect(found).toMatchObject({ type: 'count', because: expect.stringContaining('→ Seq Scan on orders') });
  });
});
