import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { openPostgresStore } from '@daywatch/daemon/src/store/open-postgres.ts';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll } from 'vitest';
import { storeContract } from './store-contract.ts';

let database: PGlite;
let server: PGLiteSocketServer;
let url: string;
beforeAll(async () => {
  database = await PGlite.create();
  const port = await freePort();
  server = new PGLiteSocketServer({ db: database, port, host: '127.0.0.1', maxConnections: 5 });
  await server.start();
  url = `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

// PGlite has one session for all its connections: two that talk at once take each other's statements.
let schemas = 0;
storeContract('PGlite', () =>
  openPostgresStore({ url, schema: `store_${schemas++}`, connections: 1, log: { warn: () => {} } }),
);
