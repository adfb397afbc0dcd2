import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { createFeed } from '@daywatch/daemon/src/feed.ts';
import { freezeBaseline } from '@daywatch/daemon/src/monitor/baseline-keeper.ts';
import { hourOf, readMinutes, summedUpTo } from '@daywatch/daemon/src/monitor/hour-keeper.ts';
import { wholeDayReport } from '@daywatch/daemon/src/record/whole-day.fixture.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import { writeReport } from '@daywatch/daemon/src/write-report.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minus, minutes, parseRfc3339, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

// The report on a day of 50 criteria out of the embedded store: a week before it by the minute, the day itself read every
// 15 s, and a record with everything in it. Written as the daemon writes it, as a page and as Markdown.
//   node test/bench/report.ts
const criteria = 50;
const mustReach = { millis: 1_000, megabytes: 2 };
const environment = 'production';

/** The same numbers in each run. */
let seed = 1;
const upTo = (most: number): number => {
  seed = (seed * 48_271) % 0x7fffffff;
  return Math.floor((seed / 0x7fffffff) * most);
};

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const makers: readonly (() => Reading)[] = [
  () => ({ type: 'rate', bad: upTo(4), total: 900 + upTo(600) }),
  () => ({ type: 'histogram', bounds, counts: [...bounds, 0].map((_, index) => (index < 8 ? upTo(300) : 0)) }),
  () => ({ type: 'gauge', value: upTo(80) }),
  () => ({ type: 'count', count: upTo(3) }),
  () => ({ type: 'check', ok: true }),
];
const measures = ['rate', 'latency', 'gauge', 'count', 'check'] as const;
const judged = Array.from(
  { length: criteria },
  (_, index): Criterion => ({
    name: `criterion-${index}`,
    title: `criterion ${index}`,
    severity: 'critical',
    integrity: false,
    source: 'shop',
    measure: measures[index % measures.length] ?? 'check',
    query: {},
    limit: 1,
    tolerance: 0.25,
    worse: 'higher',
    unit: 'none',
    every: seconds(15),
    timeout: seconds(10),
    noData: 'blind',
    dryRun: false,
    strict: false,
    confirm: 2,
  }),
);
const readAt = (at: Observation['at'], length: number): readonly Observation[] =>
  judged.map(({ name }, index) => ({
    criterion: name,
    at,
    seconds: length,
    reading: (makers[index % makers.length] ?? (() => ({ type: 'check', ok: true }) as const))(),
  }));

const facts = wholeDayReport(criteria);
const deployedAt = parseRfc3339(facts.deployment.deployStartedAt) ?? instant(0);
// The whole day is in it, not only what was seen before the rollback.
const { endedAt: _, rollback: __, ...deployment } = { ...facts.deployment, phase: 'watching' as const };
const clock = createFakeClock(plus(deployedAt, hours(25)));
const folder = temporaryFolder('bench-report');
const store = await openSqliteStore({ folder });
const feed = createFeed();

for (let hour = -168; hour < 0; hour += 1) {
  const begun = plus(deployedAt, hours(hour));
  const readings = Array.from({ length: 60 }, (_, minute) => readAt(plus(begun, minutes(minute + 1)), 60)).flat();
  const byCriterion = Map.groupBy(readings, ({ criterion }) => criterion);
  await store.saveHours(
    [...byCriterion].map(([criterion, own]) => ({ environment, criterion, hour: begun, readings: own })),
  );
}
const sources = { shop: { name: 'shop', type: 'metrics', options: {} } };
const baseline = { store, clock, environment, sources, criteria: judged, settle: minutes(2), probeOf: () => undefined };
await freezeBaseline(baseline, deployment, deployedAt);
for (let tick = -240; tick < 5_760 + 240; tick += 1)
  await store.saveObservations(environment, readAt(plus(deployedAt, seconds(tick * 15)), 15));
// Each hour is summed up when it is over, whether anybody asks for a report or not.
const summed = { from: hourOf(minus(deployedAt, hours(1))), to: summedUpTo(clock.now()) };
for (const { name: criterion } of judged) await readMinutes({ store, environment, criterion, ...summed });
await store.append({ expected: 0, events: facts.events, deployment: { ...deployment, sequence: facts.events.length } });
feed.publish({
  name: environment,
  service: 'shop',
  plan: {
    name: environment,
    checklist: [],
    verify: [],
    watch: {
      for: hours(24),
      every: seconds(15),
      settle: minutes(2),
      earliestGo: minutes(30),
      atMost: hours(48),
      criteria: judged,
    },
    dashboards: {},
  },
  planHash: deployment.planHash,
  planFile: 'daywatch.yaml',
  revision: 1,
  asOf: minus(clock.now(), seconds(5)),
  validUntil: plus(clock.now(), seconds(45)),
  latest: new Map(),
  silences: [],
  deployment,
});

function print(what: string, figure: string, bound: string, reached: boolean): void {
  if (!reached) process.exitCode = 1;
  console.log(`${what.padEnd(46)} ${figure.padEnd(34)} ${bound.padEnd(10)} ${reached ? 'reached' : 'MISSED'}`);
}

const file = 'reports/report.html';
for (const what of ['the first report', 'another one', 'a third']) {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  await writeReport({ feed, store, clock }, { deployment, folder, file });
  const took = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  const worked = (user + system) / 1_000;
  print(
    what,
    `${took.toFixed(0)} ms, CPU ${worked.toFixed(0)} ms`,
    `<= ${mustReach.millis} ms`,
    worked <= mustReach.millis,
  );
}
const charts = readFileSync(join(folder, file), 'utf8').match(/<svg class="series"/g)?.length ?? 0;
const megabytes = statSync(join(folder, file)).size / 1e6;
print(
  'the page',
  `${megabytes.toFixed(2)} MB, ${charts} charts`,
  `<= ${mustReach.megabytes} MB`,
  megabytes <= mustReach.megabytes,
);
await store.close();
rmSync(folder, { recursive: true });
