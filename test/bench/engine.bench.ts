import { hours, instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
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
} from '../../packages/daemon/src/engine/scenario.fixture.ts';
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

const time = <T>(work: () => T): [T, number] => {
  const began = performance.now();
  const done = work();
  return [done, performance.now() - began];
};
const [watch, began] = time(() => beginWatch(setup, baseline));
const [, folded] = time(() => {
  for (const observation of observations) watch.observe(observation);
});
const [said, assessed] = time(() => {
  let last = watch.assess(plus(deployedAt, hours(24)));
  for (let look = 0; look < 100; look++) last = watch.assess(instant(deployedAt + hours(24) - 1000 + look));
  return last;
});
const bytes = JSON.stringify(watch.snapshot()).length / criteria.length;

console.log(`begin with ${baseline.length.toLocaleString('en')} readings of baseline: ${began.toFixed(0)} ms`);
console.log(
  `${observations.length.toLocaleString('en')} observations: ${folded.toFixed(0)} ms, ${((folded * 1000) / observations.length).toFixed(2)} µs each`,
);
console.log(`one look at ${criteria.length} criteria: ${(assessed / 101).toFixed(2)} ms (${said.verdict})`);
console.log(`state as JSON: ${(bytes / 1024).toFixed(1)} KB a criterion`);
