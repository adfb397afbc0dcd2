import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { verdictOf } from '../../packages/daemon/src/deployments/verdict-of.ts';
import { createWorld, shortPlan, type World } from '../world.ts';

const id = '01DEPLOYMENT';
const ruling = (world: World) => verdictOf(world.state(), world.clock.now());

async function watched(): Promise<World> {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(10));
  return world;
}

async function failed(): Promise<World> {
  const world = await watched();
  world.answer('healthy', { type: 'check', ok: false, because: 'GET /healthz answered 503' });
  await world.clock.advance(minutes(5));
  world.answer('healthy', { type: 'check', ok: true });
  expect(ruling(world).verdict).toBe('no-go');
  return world;
}

it('when a person said it, though every criterion holds to the end', async () => {
  const world = await watched();
  await world.deployments.decide(id, 'no-go', 'customers complain', 'lead');
  await world.clock.advance(minutes(2));
  expect(ruling(world)).toMatchObject({ verdict: 'no-go', final: false });
  await world.clock.advance(minutes(60));
  expect(world.state().deployment?.phase).toBe('failed');
  expect(world.state().lastStable).toBeUndefined();
  expect(ruling(world)).toMatchObject({ verdict: 'no-go', final: true });
  expect(ruling(world).because).toEqual(['lead decided NO-GO: customers complain']);
});

it('when a person says it about a watch that ended undecided', async () => {
  const world = await watched();
  world.answer('healthy', { type: 'error', because: 'connection refused' });
  await world.clock.advance(minutes(120));
  expect(ruling(world)).toMatchObject({ verdict: 'undecided', final: true });
  await world.deployments.decide(id, 'no-go', 'nobody knows', 'lead');
  await world.clock.advance(minutes(1));
  expect(world.state().deployment?.phase).toBe('failed');
});

const another = 'alive: { severity: blocking, source: site, check: { path: /, status: 200 } }\n        healthy:';
it.each([
  ['the plan loses its criterion', shortPlan.replace('healthy:', 'alive:')],
  [
    'its criterion may only warn',
    shortPlan.replace('severity: blocking', 'severity: warning').replace('healthy:', another),
  ],
  [
    'its criterion is only tried out',
    shortPlan.replace('severity: blocking', 'severity: blocking, dry-run: true').replace('healthy:', another),
  ],
])('though %s', async (_, plan) => {
  const world = await failed();
  // The old readings are judged again; this is what makes them look well.
  world.answer('alive', { type: 'check', ok: true });
  await world.register(plan);
  await world.clock.advance(minutes(60));
  expect(ruling(world)).toMatchObject({ verdict: 'no-go', recommendation: 'roll-back' });
  await world.clock.advance(minutes(60));
  expect(world.state().deployment?.phase).toBe('failed');
  expect(world.state().lastStable).toBeUndefined();
});

it('until a person decides GO', async () => {
  const world = await failed();
  await world.deployments.decide(id, 'go', 'the probe was wrong', 'lead');
  await world.clock.advance(minutes(1));
  expect(ruling(world)).toMatchObject({ verdict: 'go', final: true, certified: false });
  expect(world.state().lastStable).toMatchObject({ deployment: id });
});

it('after kill -9', async () => {
  const world = await failed();
  const restart = world.kill();
  await world.clock.advance(minutes(3));
  const again = await restart();
  await again.clock.advance(minutes(70));
  expect(ruling(again)).toMatchObject({ verdict: 'no-go', final: true });
});
