import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { asking, openPostgresSource } from './postgres-source.ts';

let primary: PostgresServer;
let standby: PostgresServer;
let shop: pg.Client;
let replica: pg.Client;
const sources: Source[] = [];
let ofPrimary: (name: string) => Promise<Reading>;
let ofStandby: (name: string) => Promise<Reading>;

const gaugesOf = (url: string) => {
  const source = openPostgresSource({ url });
  sources.push(source);
  return (name: string): Promise<Reading> => asking(source, 'gauge', name)();
};

beforeAll(async () => {
  primary = await startPostgres();
  shop = new pg.Client({ connectionString: primary.url });
  // It ends with the server.
  shop.on('error', () => {});
  await shop.connect();
  await shop.query('create table orders (id int)');
  ofPrimary = gaugesOf(primary.url);
});
afterAll(async () => {
  for (const source of sources) await source.close();
  await Promise.allSettled([shop.end(), replica.end()]);
  await Promise.all([standby.stop(), primary.stop()]);
});

describe('a server without a standby', () => {
  it('has no lag, which is not a lag of 0', async () => {
    const because = expect.stringContaining('no standby is connected');
    expect(await ofPrimary('replication.lag')).toEqual({ type: 'absent', because });
    expect(await ofPrimary('replication.lag-bytes')).toEqual({ type: 'absent', because });
    expect(await ofPrimary('replication.standbys')).toEqual({ type: 'gauge', value: 0 });
    expect(await ofPrimary('slots.retained-wal')).toEqual({ type: 'gauge', value: 0 });
  });
});

describe('a standby', () => {
  beforeAll(async () => {
    await shop.query("select pg_create_physical_replication_slot('spare', true)");
    standby = await startPostgres({ standbyOf: primary.url });
    replica = new pg.Client({ connectionString: standby.url });
    await replica.connect();
    ofStandby = gaugesOf(standby.url);
  });

  it('that keeps up is not behind, asked of either', async () => {
    await shop.query('insert into orders values (1)');
    await expect.poll(() => ofPrimary('replication.standbys')).toMatchObject({ type: 'gauge', value: 1 });
    await expect.poll(() => ofPrimary('replication.lag-bytes')).toMatchObject({ type: 'gauge', value: 0 });
    await expect.poll(() => ofPrimary('replication.lag')).toMatchObject({ type: 'gauge', value: 0 });
    await expect.poll(() => ofStandby('replication.lag-bytes')).toEqual({ type: 'gauge', value: 0 });
    await expect.poll(() => ofStandby('replication.lag')).toEqual({ type: 'gauge', value: 0 });
  });

  it('that does not replay is behind, in bytes and in time', async () => {
    await expect.poll(async () => (await replica.query('select id from orders')).rowCount).toBe(1);
    await replica.query('select pg_wal_replay_pause()');
    await shop.query('insert into orders select generate_series(1, 1000)');
    const behind = async (reading: Promise<Reading>) => {
      const read = await reading;
      return read.type === 'gauge' && read.value > 0;
    };
    await expect.poll(() => behind(ofPrimary('replication.lag-bytes'))).toBe(true);
    await expect.poll(() => behind(ofPrimary('replication.lag'))).toBe(true);
    await expect.poll(() => behind(ofStandby('replication.lag-bytes'))).toBe(true);
    await expect.poll(() => behind(ofStandby('replication.lag'))).toBe(true);
    await replica.query('select pg_wal_replay_resume()');
    await expect.poll(() => ofStandby('replication.lag-bytes')).toEqual({ type: 'gauge', value: 0 });
  });

  it('keeps log that a slot needs', async () => {
    expect(await ofPrimary('slots.retained-wal')).toEqual({
      type: 'gauge',
      value: expect.any(Number),
      because: 'database: slots.retained-wal: spare',
    });
    expect(await ofPrimary('slots.lost')).toEqual({ type: 'gauge', value: 0 });
  });

  it('answers every question that can be asked of a server in recovery', async () => {
    for (const name of [
      'wraparound',
      'bloat.dead-rows',
      'database-size',
      'sequences.used',
      'connections.used',
      'locks.longest-wait',
    ])
      expect(await ofStandby(name)).toMatchObject({ type: 'gauge' });
    const check = asking(sources[1] ?? expect.fail(), 'check', 'not-valid-constraints');
    expect(await check()).toMatchObject({ type: 'check', ok: true });
  });

  it('that has lost its server says so, and is not at 0', async () => {
    await primary.halt();
    await expect
      .poll(() => ofStandby('replication.lag-bytes'))
      .toMatchObject({ type: 'absent', because: expect.stringContaining('no WAL receiver runs') });
    const lag = await ofStandby('replication.lag');
    expect(lag).toMatchObject({ because: expect.stringContaining('no WAL receiver runs') });
    expect(lag.type === 'gauge' && lag.value > 0).toBe(true);
    await primary.resume();
  });
});
