import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, instant, minutes, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { criterion } from '../http/app.fixture.ts';
import type { Logger } from '../ports/logger.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { deploymentOf } from './deployment.fixture.ts';
import { openWatch } from './running-watch.ts';

const deployed = instant(Date.UTC(2026, 11, 1, 22, 0));
const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const watch = {
  criteria: [criterion({ name: 'healthy', measure: 'check' })],
  for: hours(24),
  every: minutes(1),
  settle: minutes(0),
  earliestGo: hours(24),
  atMost: hours(48),
};
const plan: EnvironmentPlan = { name: 'production', watch, checklist: [], verify: [], dashboards: {} };
const lookAfter = (past: number): Observation => ({
  criterion: 'healthy',
  at: plus(deployed, minutes(past)),
  seconds: 60,
  reading: { type: 'check', ok: true },
});

async function watching(store = new MemoryStore()) {
  const late: string[] = [];
  const at = rfc3339(deployed);
  const deployment = deploymentOf({ phase: 'watching', requestedAt: at, finishedAt: at, watchStartedAt: at });
  const running = await openWatch({
    deployment,
    plan,
    sources: {},
    silences: [],
    store,
    clock: createFakeClock(plus(deployed, minutes(15))),
    log: quiet,
    onLate: (name) => late.push(name),
  });
  return { running, late };
}

it('tells of readings of time that was judged without them', async () => {
  const { running, late } = await watching();
  running.fold([lookAfter(-1), lookAfter(9), lookAfter(10)]);
  expect(late).toEqual([]);
  running.fold([lookAfter(10), lookAfter(5)]);
  expect(late).toEqual(['healthy', 'healthy']);
});

it('takes up where it was left, and calls nothing late that it reads again', async () => {
  const store = new MemoryStore();
  const readings = [9, 10, 11].map(lookAfter);
  await store.saveObservations('production', readings);
  const before = await watching(store);
  await before.running.keep('now');
  const after = await watching(store);
  const now = plus(deployed, minutes(15));
  expect(after.running.assess(now)).toEqual(before.running.assess(now));
  expect(after.late).toEqual([]);
});
