import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { postgres } from '@daywatch/daemon/src/sources/postgres.ts';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase, type Database } from '../support/create-database.ts';
import { sourceContract } from './source-contract.ts';

let database: Database;
let nobody: number;
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'), 'source');
  nobody = await freePort();
});
afterAll(() => database.drop());

sourceContract(postgres, {
  options: () => ({ url: database.url }),
  closed: () => ({ url: `postgres://127.0.0.1:${nobody}/shop` }),
  silent: () => ({ url: database.url }),
  queries: {
    latency: { sql: 'select 1' },
    gauge: 'connections.total',
    rate: 'rollbacks',
    count: 'deadlocks',
    check: { sql: 'select 1 where false' },
  },
  endless: { measure: 'latency', query: { sql: 'select pg_sleep(4)' } },
});
