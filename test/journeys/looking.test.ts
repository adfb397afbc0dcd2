import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import { millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createWorld, shortPlan } from '../world.ts';

const criteria = Array.from(
  { length: 20 },
  (_, n) => `        c${n}: { source: site, check: { path: /, status: 200 } }`,
);
const plan = shortPlan.replace('      criteria:\n', `      criteria:\n${criteria.join('\n')}\n`);

/** How often the state is published in five minutes of a watch, when that holds the daemon up for so long each time. */
async function publishedWhen(heldUp: number): Promise<number> {
  const time = createFakeClock();
  let held = 0;
  const clock = { ...time, elapsed: () => millis(time.elapsed() + held) };
  const world = await createWorld({ plan, clock });
  await clock.advance(minutes(5));
  await world.deploy();
  await clock.advance(minutes(5));
  let published = 0;
  world.feed.follow(() => {
    published += 1;
    held += heldUp;
  });
  await clock.advance(minutes(5));
  return published;
}

it('judges as readings come, and where that takes long, for a hundredth of the time: those of every 5 s are always made', async () => {
  const always = (5 * 60) / 5;
  expect(await publishedWhen(0)).toBeGreaterThan(3 * always);
  const seldom = await publishedWhen(200);
  expect(seldom).toBeGreaterThanOrEqual(always);
  expect(seldom).toBeLessThanOrEqual(always + (5 * 60) / 20);
});

it('counts a new revision only when something is told that was not told before', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(1));
  const { revision, asOf } = world.state();
  await world.clock.advance(minutes(1));
  expect(world.state().asOf).toBeGreaterThan(asOf);
  expect(world.state().revision).toBe(revision);
  await world.deploy();
  expect(world.state().revision).toBeGreaterThan(revision);
});

it('sees what was recorded while it was still reading what was there before', async () => {
  const store = new MemoryStore();
  const { stableVersions } = store;
  let isHeld = false;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  store.stableVersions = async (environment) => {
    const known = await stableVersions.call(store, environment);
    if (isHeld) await released;
    return known;
  };
  const world = await createWorld({ store });
  isHeld = true;
  await world.clock.advance(seconds(20));
  await world.begin('01DEPLOYMENT');
  expect(world.state().deployment).toBeUndefined();
  release();
  await world.clock.advance(millis(0));
  expect(world.state().deployment?.id).toBe('01DEPLOYMENT');
});
