import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld, shortPlan } from '../world.ts';

const verdicts = (record: readonly { event: { type: string; verdict?: string } }[]) =>
  record.filter(({ event }) => event.type === 'verdict-changed').map(({ event }) => event.verdict);

it('measures from the moment it has a plan, deployment or not', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(5));
  expect(world.state().deployment).toBeUndefined();
  expect(world.state().latest.get('healthy')?.reading).toEqual({ type: 'check', ok: true });
});

it('says GO when all held for the whole watch, and remembers the version as stable', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(65));
  expect(world.state()).toMatchObject({
    deployment: { phase: 'succeeded' },
    lastStable: { version: '1.4.2', commit: '9f8d111' },
    assessment: { verdict: 'go', final: true },
  });
  expect(verdicts(await world.record()).at(-1)).toBe('go');
});

it('finds an outage, says why, and recommends the rollback once', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(10));
  world.answer('healthy', { type: 'check', ok: false, because: 'GET /healthz answered 503, expected 200' });
  await world.clock.advance(minutes(5));
  const { assessment } = world.state();
  expect(assessment).toMatchObject({ verdict: 'no-go', recommendation: 'roll-back', final: false });
  expect(assessment?.because.join()).toContain('The shop answers');
  expect(verdicts(await world.record()).filter((verdict) => verdict === 'no-go')).toHaveLength(1);
});

it('does not swing back by itself after a NO-GO', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(10));
  world.answer('healthy', { type: 'check', ok: false });
  await world.clock.advance(minutes(5));
  world.answer('healthy', { type: 'check', ok: true });
  await world.clock.advance(minutes(20));
  expect(world.state().assessment?.verdict).toBe('no-go');
});

it('never says GO about what it could not see', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  world.answer('healthy', { type: 'error', because: 'connection refused' });
  await world.clock.advance(minutes(100));
  expect(world.state().assessment).toMatchObject({ verdict: 'undecided', final: false });
  await world.clock.advance(minutes(30));
  // Twice its length is the most that blind time may extend it; then a person decides.
  expect(world.state()).toMatchObject({
    deployment: { phase: 'watching' },
    assessment: { verdict: 'undecided', final: true },
  });
});

it('goes on after kill -9, and the gap is blind time that does not count', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(20));
  const restart = world.kill();
  await world.clock.advance(minutes(10));
  const again = await restart();
  await again.clock.advance(seconds(30));
  const { deployment, assessment } = again.state();
  expect(deployment?.phase).toBe('watching');
  expect(deployment?.blindGaps).toHaveLength(1);
  const blind = assessment?.watch.blind;
  expect(blind).toMatch(/^(9|10)m/);
  // The hour is over, but only 50 minutes of it were seen.
  await again.clock.advance(minutes(31));
  expect(again.state().deployment?.phase).toBe('watching');
  await again.clock.advance(minutes(12));
  expect(again.state().deployment?.phase).toBe('succeeded');
});

it('ends the watch of a version when the next one begins to be deployed', async () => {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy('01DEPLOYMENT');
  await world.clock.advance(minutes(5));
  await world.deploy('02DEPLOYMENT');
  await world.clock.advance(minutes(5));
  expect(await world.store.deployment('01DEPLOYMENT')).toMatchObject({ phase: 'superseded' });
  expect(world.state().deployment).toMatchObject({ id: '02DEPLOYMENT', phase: 'watching' });
});

it('marks a deployment as interrupted when its runner falls silent, and takes it back when it is heard again', async () => {
  const world = await createWorld({ plan: shortPlan });
  await world.deployments.begin(
    'production',
    {
      id: '01DEPLOYMENT',
      service: 'shop',
      version: { version: '1.4.2', commit: '9f8d111' },
      planHash: world.state().planHash,
      steps: [],
    },
    'devops',
  );
  await world.deployments.report('01DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  await world.clock.advance(seconds(29));
  await world.deployments.findSilentRunners();
  expect((await world.store.deployment('01DEPLOYMENT'))?.phase).toBe('deploying');
  await world.clock.advance(seconds(2));
  await world.deployments.findSilentRunners();
  expect(await world.store.deployment('01DEPLOYMENT')).toMatchObject({
    phase: 'interrupted',
    because: 'the runner has been silent for 31s',
  });
  await world.deployments.report('01DEPLOYMENT', [{ type: 'heartbeat' }]);
  expect((await world.store.deployment('01DEPLOYMENT'))?.phase).toBe('deploying');
});
