import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { openPostgresStore } from '@daywatch/daemon/src/store/open-postgres.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { expect, inject, it, onTestFinished } from 'vitest';
import { folderWith, planOf } from '../replay/recordings.ts';
import { createDatabase } from '../support/create-database.ts';

const plan = planOf({ healthy: { check: 'pushed', every: '60s' } });
const replay = ['replay', '--aa', '--baseline', '4h', '--for', '4h', '--every', '4h', '--json'];

it("pretends deploys in what a daemon recorded in Postgres, while the daemon's connections are open", async () => {
  const database = await createDatabase(inject('postgresUrl'), 'replay');
  onTestFinished(() => database.drop());
  const store = await openPostgresStore({ url: database.url, log: { warn() {} } });
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  const readings = Array.from({ length: 24 * 60 }, (_, i): Observation => {
    const at = instant(now - (24 * 60 - i) * 60_000);
    return { criterion: 'healthy', at, seconds: 60, reading: { type: 'check', ok: true } };
  });
  await store.saveObservations('production', readings);
  const run = commandLine(folderWith({ 'daywatch.yaml': plan }), { DAYWATCH_DATABASE_URL: database.url });
  const { code, out } = await run(...replay);
  await store.close();
  expect(code).toBe(0);
  expect(JSON.parse(out).falseNoGo).toMatchObject({ pretended: 5, apart: 5, noGo: 0 });
});

it.each([
  ['an empty database', (url: string) => url, 'relation "daywatch.migrations" does not exist'],
  ['a database that is not there', (url: string) => `${url}_gone`, 'does not exist'],
])('%s is unknown, and is left as it is', async (_what, named, said) => {
  const database = await createDatabase(inject('postgresUrl'), 'replay');
  onTestFinished(() => database.drop());
  const run = commandLine(folderWith({ 'daywatch.yaml': plan }), { DAYWATCH_DATABASE_URL: named(database.url) });
  const { code, err } = await run(...replay);
  expect(code).toBe(3);
  expect(err).toContain('The Postgres database cannot be read');
  expect(err).toContain(said);
});
