import { rmSync } from 'node:fs';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { freezeBaseline } from '@daywatch/daemon/src/monitor/baseline-keeper.ts';
import { hourOf } from '@daywatch/daemon/src/monitor/hour-keeper.ts';
import { noteQuestions } from '@daywatch/daemon/src/monitor/note-questions.ts';
import { openWatch } from '@daywatch/daemon/src/monitor/running-watch.ts';
import { sumUp, valuesPerMinute } from '@daywatch/daemon/src/monitor/sum-up.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { days, hours, instant, minus, minutes, plus, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { longestBlock, type Work } from './longest-block.ts';

/**
 * The heaviest baseline there is: a week of a latency that is read one by one, as many values a minute as are kept, watched
 * at three quantiles. Frozen as at a deploy and compared as when its watch begins, beside everything else a daemon does.
 * Run: node test/bench/baseline.ts
 */
const mustReach = { blockMillis: 50 };
const until = instant(Date.UTC(2026, 11, 1, 22));
const environment = 'production';
const sources = { shop: { name: 'shop', type: 'metrics', options: {} } };
const criterion: Criterion = {
  name: 'checkout',
  title: 'POST /checkout',
  severity: 'critical',
  integrity: false,
  source: 'shop',
  measure: 'latency',
  query: {},
  tolerance: 0.1,
  worse: 'higher',
  unit: 's',
  every: seconds(15),
  timeout: seconds(10),
  noData: 'blind',
  dryRun: false,
  strict: false,
  confirm: 2,
};

/** The same numbers in each run. */
let seed = 1;
function random(): number {
  seed = (seed * 48_271) % 0x7fffffff;
  return seed / 0x7fffffff;
}
const requestTime = () => Math.round(40_000 * (1 + random()) ** 4) / 1e6;

const folder = temporaryFolder('bench-baseline');
const store = await openSqliteStore({ folder });
for (let hour = minus(until, days(7)); hour < until; hour = plus(hour, hours(1))) {
  const readings = Array.from({ length: 240 }, (_, tick) => ({
    criterion: criterion.name,
    at: plus(hour, seconds(15 * tick)),
    seconds: 15,
    reading: { type: 'latency' as const, values: Array.from({ length: valuesPerMinute / 4 }, requestTime) },
  }));
  const ofHour = { environment, criterion: criterion.name, hour: hourOf(hour), readings: sumUp(readings) };
  if (hour < minus(until, hours(1))) await store.saveHours([ofHour]);
  else await store.saveObservations(environment, readings);
}
const deployment: Deployment = {
  id: 'heavy',
  environment,
  service: 'shop',
  phase: 'watching',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'f'.repeat(64),
  deployedBy: 'devops',
  requestedAt: rfc3339(until),
  finishedAt: rfc3339(until),
  steps: [],
  signOffs: {},
  blindGaps: [],
  decisions: [],
  sequence: 1,
};
const watch = {
  criteria: [criterion],
  for: hours(24),
  every: seconds(15),
  settle: minutes(2),
  earliestGo: minutes(30),
  atMost: hours(48),
};
const log: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, child: () => log };
const clock = { ...systemClock, now: () => until };

/** Of three rounds the one in which the least else was done, by the machine and by this process before. */
function judge(what: string, rounds: readonly Work[]): void {
  for (const { took, worked, longest } of rounds) {
    const blocked = `longest block ${longest.took.toFixed(0)} ms, CPU ${longest.worked.toFixed(0)} ms`;
    console.log(`${what.padEnd(20)} ${took.toFixed(0)} ms, CPU ${worked.toFixed(0)} ms, ${blocked}`);
  }
  const least = Math.min(...rounds.map(({ longest }) => longest.worked));
  const isReached = least <= mustReach.blockMillis;
  if (!isReached) process.exitCode = 1;
  console.log(
    `${''.padEnd(20)} <= ${mustReach.blockMillis} ms of CPU in one block: ${isReached ? 'reached' : 'MISSED'}`,
  );
}

await noteQuestions({ store, environment, sources, criteria: [criterion], now: minus(until, days(8)) });
const baseline = {
  store,
  clock,
  environment,
  sources,
  criteria: [criterion],
  settle: minutes(2),
  probeOf: () => undefined,
};
const opening = {
  deployment,
  plan: { name: environment, watch, checklist: [], verify: [], dashboards: {} },
  sources,
  silences: [],
  store,
  clock,
  log,
  onLate: () => undefined,
};
const freezing: Work[] = [];
const beginning: Work[] = [];
for (let round = 1; round <= 3; round++) {
  freezing.push(await longestBlock(() => freezeBaseline(baseline, deployment, until)));
  beginning.push(await longestBlock(() => openWatch(opening)));
}
judge('freezing it', freezing);
judge('beginning its watch', beginning);
await store.close();
rmSync(folder, { recursive: true });
