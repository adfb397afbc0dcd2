import { verdictOf } from '@daywatch/daemon/src/deployments/verdict-of.ts';
import { createWaitingRunners } from '@daywatch/daemon/src/deployments/waiting-runners.ts';
import { workFor } from '@daywatch/daemon/src/deployments/work-for.ts';
import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld, shortPlan, type World } from '../world.ts';

const id = '01DEPLOYMENT';
const target = { version: '1.4.1', commit: '1111111' };
const automaticPlan = shortPlan.replace('rollback: {', 'rollback: { automatic: true,');
const ruling = (world: World) => verdictOf(world.state(), world.clock.now());
const events = async (world: World) => (await world.record()).map(({ event }) => event.type);
const work = (world: World, runner = 'RUNNER01') =>
  workFor(world.state(), { runner, without: [], now: world.clock.now() });
const take = (world: World, runner = 'RUNNER01') =>
  world.deployments.beginRollback(
    id,
    { target, steps: [], reason: 'NO-GO', automatic: { runner, host: 'ci-3' } },
    'the runner',
  );

async function failing(plan = automaticPlan): Promise<World> {
  const world = await createWorld({ plan });
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(5));
  world.answer('healthy', { type: 'check', ok: false, because: 'GET /healthz answered 503' });
  await world.clock.advance(minutes(5));
  expect(ruling(world).recommendation).toBe('roll-back');
  return world;
}

async function rolledBack(world: World): Promise<void> {
  for (const phase of ['rolling-back', 'verifying-rollback'] as const) {
    const answer = await world.deployments.report(id, [
      { type: 'phase-started', phase },
      { type: 'phase-finished', phase, outcome: 'passed' },
    ]);
    if ('refused' in answer) throw new Error(answer.refused.detail);
  }
  await world.clock.advance(seconds(5));
}

it('is offered once, says that nobody is there to take it, and is taken by the first of two runners', async () => {
  const world = await failing();
  expect((await events(world)).filter((type) => type === 'automatic-rollback-offered')).toHaveLength(1);
  expect(ruling(world).because.at(-1)).toBe(
    'no runner waits to roll production back: roll back with daywatch rollback production, or start daywatch runner production',
  );
  const runners = createWaitingRunners({ clock: world.clock, onChange: world.monitor.runnersChanged });
  const leave = runners.arrive('production', { runner: 'RUNNER01', host: 'ci-3' });
  expect(ruling(world).because.at(-1)).toBe('the runner on ci-3 is about to roll production back');
  expect(work(world)).toMatchObject({ type: 'roll-back', deployment: id });

  const answers = await Promise.all([take(world, 'RUNNER01'), take(world, 'RUNNER02')]);
  expect(answers.filter((answer) => 'runnerToken' in answer)).toHaveLength(1);
  expect(answers[1]).toMatchObject({ refused: { code: 'environment-busy' } });
  leave('gone');
  expect(world.state().runners).toEqual([]);
});

it('is not offered where the plan does not say so', async () => {
  const world = await failing(shortPlan);
  expect(await events(world)).not.toContain('automatic-rollback-offered');
});

it('is never tried twice, whatever is restarted in between', async () => {
  const world = await failing();
  const offered = await world.kill()();
  expect(work(offered)).toMatchObject({ type: 'roll-back' });
  await take(offered);
  const taken = await offered.kill()();
  // The runner was killed too: nobody reports any more.
  await taken.clock.advance(minutes(2));
  await taken.deployments.findSilentRunners();
  await taken.clock.advance(seconds(5));
  expect(taken.state().deployment?.phase).toBe('interrupted');
  expect(work(taken)).toEqual({ type: 'nothing' });
  expect(work(taken, 'RUNNER02')).toEqual({ type: 'nothing' });
  expect(await take(taken, 'RUNNER02')).toMatchObject({ refused: { code: 'wrong-phase' } });
  expect(ruling(taken).because).toContainEqual(expect.stringContaining(`daywatch rollback production --resume ${id}`));
  const all = await events(taken);
  expect(all.filter((type) => type === 'rollback-requested')).toHaveLength(1);
  expect(all.filter((type) => type === 'automatic-rollback-offered')).toHaveLength(1);
});

it('is followed by a watch that proves the recovery, with what was failing first', async () => {
  const world = await failing();
  await take(world);
  world.answer('healthy', { type: 'check', ok: true });
  await rolledBack(world);
  expect(world.state().deployment?.rollback).toMatchObject({
    target,
    failing: ['healthy'],
    watch: { for: '15m', first: ['healthy'] },
  });
  await world.clock.advance(minutes(5));
  expect(ruling(world).because).toEqual([
    '1.4.2 was rolled back to 1.4.1',
    expect.stringMatching(/^1\.4\.1 is watched for 15m to see whether it is well again; \S+ seen so far$/),
  ]);
  await world.clock.advance(minutes(12));
  const { rollback, phase } = world.state().deployment ?? {};
  expect(rollback?.watch?.ended).toMatchObject({ outcome: 'recovered' });
  expect(phase).toBe('rolled-back');
  expect(ruling(world)).toMatchObject({ verdict: 'no-go', recommendation: 'hold', final: true });
  expect(ruling(world).because[1]).toMatch(/^1\.4\.1 has recovered: /);
  expect(world.state().lastStable).toBeUndefined();
});

it('tells at once when the version before is not well again either', async () => {
  const world = await failing();
  await take(world);
  await rolledBack(world);
  await world.clock.advance(minutes(8));
  const watch = world.state().deployment?.rollback?.watch;
  expect(watch?.ended).toMatchObject({ outcome: 'not-recovered' });
  expect(ruling(world).because[0]).toBe('1.4.1 has NOT recovered after the rollback');
  // The old verdict's offer is spent, and nothing is rolled back from a rollback.
  expect(work(world)).toEqual({ type: 'nothing' });
});

it('goes on being watched after kill -9, and ends when something newer comes', async () => {
  const world = await failing();
  await take(world);
  world.answer('healthy', { type: 'check', ok: true });
  await rolledBack(world);
  await world.clock.advance(minutes(5));
  const restart = world.kill();
  await world.clock.advance(minutes(2));
  const again = await restart();
  again.answer('healthy', { type: 'check', ok: true });
  await again.clock.advance(minutes(1));
  expect(again.state().assessment?.watch.seen).toMatch(/^[56]m/);
  await again.deploy('02DEPLOYMENT');
  await again.clock.advance(seconds(10));
  const before = await again.store.deployment(id);
  expect(before?.rollback?.watch?.ended).toMatchObject({
    outcome: 'undecided',
    because: ['1.4.2 (02DEPLOYMENT) took over'],
  });
  expect(again.state().deployment?.phase).toBe('watching');
});

it('leaves no stable version behind that was rolled back later', async () => {
  const world = await createWorld({ plan: automaticPlan });
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(70));
  expect(world.state().lastStable).toMatchObject({ deployment: id });
  expect(work(world)).toMatchObject({ type: 'tag', deployment: id });
  await world.deployments.tagStable(id, { tag: 'stable/production/2026-12-01', commit: '9f8d111' }, 'ci');
  await world.clock.advance(seconds(5));
  expect(world.state().stableTag).toBe('stable/production/2026-12-01');
  await world.deployments.beginRollback(id, { target, steps: [], reason: 'customers complain' }, 'devops');
  await rolledBack(world);
  expect(world.state().lastStable).toBeUndefined();
  expect(world.state().rolledBack).toEqual(['9f8d111']);
});
