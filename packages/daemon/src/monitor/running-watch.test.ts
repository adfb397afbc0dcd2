import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, instant, millis, minutes, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createFakeClock } from '../../../../test/fakes/fake-clock.ts';
import { criterion } from '../http/app.fixture.ts';
import type { Clock } from '../ports/clock.ts';
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
const planOf = (watched: EnvironmentPlan['watch']): EnvironmentPlan => ({
  name: 'production',
  watch: watched,
  checklist: [],
  verify: [],
  dashboards: {},
});
const standing = (): Clock => createFakeClock(plus(deployed, minutes(15)));
const lookAfter = (past: number): Observation => ({
  criterion: 'healthy',
  at: plus(deployed, minutes(past)),
  seconds: 60,
  reading: { type: 'check', ok: true },
});

async function watching(store = new MemoryStore(), plan = planOf(watch), clock: Clock = standing()) {
  const late: string[] = [];
  const at = rfc3339(deployed);
  const deployment = deploymentOf({ phase: 'watching', requestedAt: at, finishedAt: at, watchStartedAt: at });
  const running = await openWatch({
    deployment,
    plan,
    sources: {},
    silences: [],
    store,
    clock,
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
  expect(await after.running.assess(now)).toEqual(await before.running.assess(now));
  expect(after.late).toEqual([]);
});

it('lets others have their turn while many criteria are judged and kept, and says the same', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `healthy-${i}`);
  const many = planOf({ ...watch, criteria: names.map((name) => criterion({ name, measure: 'check' })) });
  const readings = names.map((name) => ({ ...lookAfter(10), criterion: name }));
  let turns = 0;
  let elapsed = 0;
  // On it each question for the time takes a millisecond, so forty criteria take some forty.
  const busy: Clock = {
    ...standing(),
    elapsed: () => millis(elapsed++),
    sleep: async () => {
      turns += 1;
    },
  };
  const [slow, quick] = [new MemoryStore(), new MemoryStore()];
  const hurried = (await watching(slow, many, busy)).running;
  const alone = (await watching(quick, many)).running;
  for (const running of [hurried, alone]) running.fold(readings);
  const now = plus(deployed, minutes(15));
  turns = 0;
  expect(await hurried.assess(now)).toEqual(await alone.assess(now));
  expect(turns).toBe(4);
  await hurried.keep('now');
  await alone.keep('now');
  expect(turns).toBe(8);
  expect(await slow.snapshot(hurried.key)).toEqual(await quick.snapshot(alone.key));
});
