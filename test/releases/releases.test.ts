import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseNames } from '../../examples/shop/release.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { faultsOf } from './faults-of.ts';
import { keptOutcomes } from './kept-outcomes.ts';
import { longPace, shortPace } from './pace.ts';
import { releaseCases } from './release-case.ts';
import { releasesPage } from './releases-page.ts';
import { seededDatabases } from './seeded-database.ts';
import { tryRelease } from './try-release.ts';

describe('docs/releases.md', () => {
  it('is made of what came of every release, each found by what should find it and by nothing strange', () => {
    const kept = keptOutcomes();
    expect(kept.map(({ of }) => of.release)).toEqual(releaseCases.map(({ release }) => release));
    expect(kept.flatMap(({ of, outcome }) => faultsOf(of, outcome))).toEqual([]);
    const page = readFileSync(new URL('../../docs/releases.md', import.meta.url), 'utf8');
    expect(page).toBe(releasesPage(kept, longPace));
  });

  it('has every release that can be watched: one does not start', () => {
    const told = releaseCases.map(({ release }) => release);
    expect(releaseNames.filter((name) => !told.includes(name))).toEqual(['crash-on-start']);
  });
});

describe('what came of a release is as it must be', () => {
  const of = {
    release: 'deadlocks',
    fault: '',
    found: ['deadlocks'],
    besides: { 'checkout-p95': 'it waits' },
  } as const;
  const noGo = { verdict: 'no-go', recommendation: 'hold', because: 'why' } as const;

  it.each([
    ['when what should find it did', { deadlocks: 3 }, []],
    ['with a consequence of the fault', { deadlocks: 3, 'checkout-p95': 9 }, []],
    ['but not when something else failed', { deadlocks: 3, pool: 9 }, ['pool failed, which is wrong']],
    ['nor when only something else found it', { 'checkout-p95': 9 }, ['deadlocks must find it, and did not']],
  ])('%s', (_, failed, faults) => {
    expect(faultsOf(of, { ...noGo, failed })).toEqual(faults);
  });

  it('and a good release must end in GO', () => {
    const good = { release: 'good', fault: 'none', found: [], besides: {} } as const;
    expect(faultsOf(good, { verdict: 'go', recommendation: 'proceed', because: '', failed: {} })).toEqual([]);
    expect(faultsOf(good, { ...noGo, failed: { pool: 2 } })).toEqual([
      'the verdict is no-go, and must be go: why',
      'pool failed, which is wrong',
    ]);
  });
});

describe('in production, with traffic', () => {
  let server: PostgresServer;
  let database: () => Promise<string>;
  beforeAll(async () => {
    server = await startPostgres({ settings: { max_connections: '60' } });
    database = await seededDatabases({ serverUrl: server.url, orders: shortPace.orders });
  }, 60_000);
  afterAll(() => server.stop());

  const quick = releaseCases.filter(({ release }) => release === 'silent-error' || release === 'not-valid');
  it.each(quick)('$release is found by $found and by nothing else', { timeout: 150_000 }, async (of) => {
    const outcome = await tryRelease(of, { databaseUrl: await database(), pace: shortPace });
    expect(faultsOf(of, outcome)).toEqual([]);
    // NO-GO stands in the record no sooner than what it is about began.
    const began = Math.min(...of.found.map((name) => outcome.failed[name] ?? Number.NaN));
    expect(outcome.foundAfter).toBeGreaterThanOrEqual(began);
  });
});
