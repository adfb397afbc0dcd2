import { days, hours, instant, type Millis, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import {
  check,
  count,
  criterion,
  deployedAt,
  gauge,
  random,
  rate,
  readings,
  type Story,
  settingsFor,
  tell,
} from '../../packages/daemon/src/engine/scenario.fixture.ts';
import { largestStates } from '../../packages/daemon/src/engine/state-size.fixture.ts';
import { beginWatch } from '../../packages/daemon/src/engine/watch.ts';

/**
 * A day of 50 criteria, read every 15 seconds: 288,000 observations, looked at once a minute.
 * Run: node test/bench/engine.bench.ts
 */
const next = random(1);
const kinds = ['rate', 'latency', 'count', 'gauge', 'check'] as const;
const stories: Record<(typeof kinds)[number], Story> = {
  rate: () => rate(next() < 0.1 ? 1 : 0, 40),
  latency: () => ({
    type: 'histogram',
    bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5],
    counts: [9, 20, 8, 3, 1, next() < 0.2 ? 1 : 0, 0],
  }),
  count: () => count(next() < 0.05 ? 1 : 0),
  gauge: () => gauge(20 + 10 * next()),
  check: () => check(next() > 0.001),
};
const every = seconds(15);
const criteria = Array.from({ length: 50 }, (_, i) => {
  const measure = kinds[i % kinds.length] ?? 'rate';
  const level = measure === 'check' ? {} : { tolerance: 0.25 };
  return criterion({
    measure,
    name: `${measure}-${i}`,
    every,
    ...level,
    ...(measure === 'latency' ? { limit: 2, quantile: 0.95 } : {}),
  });
});
const told = Object.fromEntries(criteria.map(({ name, measure }) => [name, stories[measure]]));
const setup = {
  criteria,
  startedAt: deployedAt,
  settings: settingsFor(hours(24)),
  rollback: { blocking: 1, critical: 2, integrity: 1 },
};

const baseline = readings(
  criteria,
  told,
  () => -5760,
  () => 0,
);
const observations = readings(
  criteria,
  told,
  () => 0,
  () => 5760,
);

/** By the clock, and of this thread's CPU: what others do on the machine is only in the first. */
const time = <T>(work: () => T): [T, number, number] => {
  const began = performance.now();
  const cpu = process.threadCpuUsage();
  const done = work();
  const { user, system } = process.threadCpuUsage(cpu);
  return [done, performance.now() - began, (user + system) / 1000];
};
const show = (took: number, worked: number) => `${took.toFixed(0)} ms, CPU ${worked.toFixed(0)} ms`;
const [watch, began, beganCpu] = time(() => beginWatch(setup, baseline));
const [, folded, foldedCpu] = time(() => {
  for (const observation of observations) watch.observe(observation);
});
const [said, , assessed] = time(() => {
  let last = watch.assess(plus(deployedAt, hours(24)));
  for (let look = 0; look < 100; look++) last = watch.assess(instant(deployedAt + hours(24) - 1000 + look));
  return last;
});

console.log(`begin with ${baseline.length.toLocaleString('en')} readings of baseline: ${show(began, beganCpu)}`);
console.log(
  `${observations.length.toLocaleString('en')} observations: ${show(folded, foldedCpu)}, ` +
    `${((foldedCpu * 1000) / observations.length).toFixed(2)} µs of CPU each`,
);
console.log(`one look at ${criteria.length} criteria: ${(assessed / 101).toFixed(2)} ms of CPU (${said.verdict})`);

/** Of one criterion after a day, as JSON: what readings change, and what its baseline of so long said once and for all. */
function bytesOf({ criteria, stories }: (typeof largestStates)[number], baseline: Millis) {
  const told = tell({ criteria, before: stories, after: stories, baseline });
  let state = 0;
  for (let hour = 1; hour <= 24; hour++) {
    told.until(hours(hour));
    const { criteria } = told.watch.snapshot() as { readonly criteria: readonly [unknown] };
    state = Math.max(state, JSON.stringify(criteria[0]).length);
  }
  const { frozen } = told.watch.snapshot() as { readonly frozen: readonly [unknown] };
  return { state, limits: JSON.stringify(frozen[0]).length };
}
for (const largest of largestStates) {
  const [day, week] = [bytesOf(largest, days(1)), bytesOf(largest, days(7))];
  console.log(
    `state of ${largest.title.padEnd(23)} at most ${Math.max(day.state, week.state)} bytes; ` +
      `its limits ${day.limits} from a day of baseline, ${week.limits} from a week`,
  );
}
