import { environmentView } from '@daywatch/daemon/src/http/views.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld, shortPlan, type World } from '../world.ts';

const verdict = (world: World) => environmentView(world.state(), world.clock.now()).verdict;

/** It fails for five minutes, and is well again for the next half hour. */
async function mended(plan: string): Promise<World> {
  const world = await createWorld({ plan });
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(10));
  world.answer('healthy', { type: 'check', ok: false, because: 'GET /healthz answered 503' });
  await world.clock.advance(minutes(2));
  expect(verdict(world).verdict).toBe('no-go');
  world.answer('healthy', { type: 'check', ok: true });
  await world.clock.advance(minutes(30));
  return world;
}

it('a NO-GO stands beside its recovery, as long as the plan says nothing', async () => {
  const world = await mended(shortPlan);
  expect(verdict(world)).toMatchObject({ verdict: 'no-go', recoveredSince: expect.any(String) });
});

it('with `recover: true` it goes back to undecided, and the record has both', async () => {
  const world = await mended(shortPlan.replace('for: 1h', 'for: 1h\n      recover: true'));
  expect(verdict(world)).toMatchObject({ verdict: 'undecided', recoveredSince: expect.any(String) });
  const said = (await world.record()).flatMap(({ event }) => (event.type === 'verdict-changed' ? [event.verdict] : []));
  expect(said).toContain('no-go');
  expect(said.at(-1)).toBe('undecided');
  const again = await world.kill()();
  await again.clock.advance(minutes(1));
  expect(verdict(again).verdict).toBe('undecided');
});
