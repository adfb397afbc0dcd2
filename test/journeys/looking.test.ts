import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import { type Millis, millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
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

it('tells of one moment what it found at that moment, whatever happens while it looks', async () => {
  const time = createFakeClock();
  let isBusy = false;
  let worked = 0;
  let meanwhile = () => {};
  // While it is busy each question for the time takes 5 ms, so that a look lets others have their turn.
  const clock = {
    ...time,
    elapsed() {
      if (isBusy) worked += 5;
      return millis(time.elapsed() + worked);
    },
    sleep: async (span: Millis, signal?: AbortSignal) => {
      if (!isBusy || span > 0) return time.sleep(span, signal);
      meanwhile();
    },
  };
  const world = await createWorld({ plan, clock });
  await clock.advance(minutes(5));
  await world.deploy();
  await clock.advance(minutes(5));

  const told = new Map<Assessment | undefined, Set<number>>();
  world.feed.follow(({ assessment, asOf }) => told.set(assessment, (told.get(assessment) ?? new Set()).add(asOf)));
  let turns = 0;
  let silenced: Promise<unknown> = Promise.resolve();
  meanwhile = () => {
    turns += 1;
    const { deployment } = world.state();
    if (deployment !== undefined) world.monitor.output(deployment, `turn ${turns}`);
    if (turns === 3) silenced = world.silences.silence('production', silence, 'devops');
  };
  const silence = { criterion: 'c5', for: minutes(30), reason: 'being looked at' };
  isBusy = true;
  await clock.advance(seconds(30));
  await silenced;
  isBusy = false;
  await clock.advance(seconds(30));
  expect(turns).toBeGreaterThan(20);
  expect(told.size).toBeGreaterThan(3);
  expect([...told.values()].filter((moments) => moments.size !== 1)).toEqual([]);
  const judged = [...told.keys()].map((one) => one?.judgements.find(({ name }) => name === 'c5')?.because);
  expect(judged.at(0)).not.toMatch(/Silenced/);
  expect(judged.at(-1)).toMatch(/^Silenced until/);
  const quiet = world.state().assessment?.judgements.filter(({ because }) => because.startsWith('Silenced'));
  expect(quiet?.map(({ name }) => name)).toEqual(['c5']);
});
