import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startPostgres } from '../support/postgres.ts';
import { faultsOf } from './faults-of.ts';
import { keepOutcome, keptOutcomes } from './kept-outcomes.ts';
import { longPace } from './pace.ts';
import { releaseCases } from './release-case.ts';
import { releasesPage } from './releases-page.ts';
import { seededDatabases } from './seeded-database.ts';
import { tryRelease } from './try-release.ts';

/**
 * Every release of the shop in production, watched. What came of it is kept in outcomes.json and shown in docs/releases.md.
 *
 *   node test/releases/run.ts
 *   node test/releases/run.ts memory-leak deadlocks       (only these; the rows of the others stay)
 */
const { positionals } = parseArgs({ allowPositionals: true });
const chosen = releaseCases.filter(({ release }) => positionals.length === 0 || positionals.includes(release));
const page = fileURLToPath(new URL('../../docs/releases.md', import.meta.url));

const run = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const server = await startPostgres({ settings: { max_connections: '60' } });
let wrong = 0;
try {
  const database = await seededDatabases({ serverUrl: server.url, orders: longPace.orders });
  for (const of of chosen) {
    const outcome = await tryRelease(of, { databaseUrl: await database(), pace: longPace });
    const faults = faultsOf(of, outcome);
    wrong += faults.length;
    const times = Object.entries(outcome.failed).map(([name, at]) => `${name} since ${at.toFixed(1)} s`);
    const found = outcome.foundAfter === undefined ? '' : ` after ${outcome.foundAfter.toFixed(1)} s`;
    console.log(
      `${of.release}: ${outcome.verdict}${found}, ${outcome.recommendation}; failed: ${times.join(', ') || 'none'}`,
    );
    console.log(`  ${outcome.because}`);
    for (const fault of faults) console.log(`  WRONG: ${fault}`);
    if (faults.length > 0) continue;
    keepOutcome(of.release, { ...outcome, run });
    await writeFile(page, releasesPage(keptOutcomes(), longPace));
  }
} finally {
  await server.stop();
}
process.exitCode = wrong === 0 ? 0 : 1;
