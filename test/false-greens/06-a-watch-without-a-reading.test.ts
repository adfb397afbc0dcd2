import { gateStatus } from '@daywatch/daemon/src/http/gate-line.ts';
import { hours, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld } from '../world.ts';

it('a watch that never saw a reading ends, and is no success', async () => {
  const world = await createWorld();
  world.answer('healthy', 'never');
  await world.deploy();
  await world.clock.advance(minutes(61));
  expect(world.state().assessment).toMatchObject({ verdict: 'undecided', final: false });
  await world.clock.advance(minutes(60));
  const { assessment, deployment, lastStable } = world.state();
  expect(assessment).toMatchObject({ verdict: 'undecided', final: true, watch: { coverage: 0 } });
  expect(deployment?.phase).toBe('watching');
  expect(lastStable).toBeUndefined();
  expect(gateStatus('undecided', 'no-go', false)).toBe(503);
});

it('a watch that nobody looked at while its whole time went by has seen nothing', async () => {
  const world = await createWorld();
  await world.deploy();
  const restart = world.kill();
  await world.clock.advance(hours(3));
  const again = await restart();
  await again.clock.advance(seconds(30));
  expect(again.state().assessment).toMatchObject({ verdict: 'undecided', final: true });
  expect(again.state().deployment?.phase).toBe('watching');
});
