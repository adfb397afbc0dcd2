import { hours, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { createWorld, type World } from '../world.ts';

const told = async (world: World) =>
  (await world.record())
    .map(({ event }) => event)
    .filter(({ type }) => ['watch-ended', 'decision-asked', 'decided', 'watch-extended'].includes(type))
    .map((event) => (event.type === 'watch-ended' ? `watch-ended ${event.verdict}` : event.type));

const extend = (world: World, by = hours(1)) =>
  world.deployments.decide('01DEPLOYMENT', 'extend', 'we want to see the nightly job', 'lead', by);

async function deployed(): Promise<World> {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy();
  return world;
}

it('watches longer when a person wants it, and says so', async () => {
  const world = await deployed();
  await world.clock.advance(minutes(40));
  await extend(world, minutes(30));
  await world.clock.advance(minutes(25));
  expect(world.state().deployment?.phase).toBe('watching');
  expect(world.state().assessment?.watch).toMatchObject({ for: '1h30m', extendedBy: '30m' });
  await world.clock.advance(minutes(30));
  expect(world.state().deployment?.phase).toBe('succeeded');
  expect(await told(world)).toEqual(['decided', 'watch-extended', 'watch-ended go']);
});

it('keeps in the record what each verdict rests on, and at the end every criterion', async () => {
  const world = await deployed();
  await world.clock.advance(minutes(65));
  const verdicts = (await world.record()).flatMap(({ event }) => (event.type === 'verdict-changed' ? [event] : []));
  expect(verdicts.at(-1)?.evidence).toMatchObject([{ name: 'healthy', state: 'passing' }]);
});

it('asks once for a decision when the watch ends undecided, and goes on when told to', async () => {
  const world = await deployed();
  world.answer('healthy', { type: 'error', because: 'connection refused' });
  await world.clock.advance(minutes(130));
  expect(world.state().deployment?.waitsForDecision).toMatchObject({ sawTooLittle: true });
  await world.clock.advance(minutes(60));
  expect(await told(world)).toEqual(['watch-ended undecided', 'decision-asked']);

  world.answer('healthy', { type: 'check', ok: true });
  await extend(world, hours(1));
  await world.clock.advance(minutes(10));
  expect(world.state()).toMatchObject({ deployment: { phase: 'watching' }, assessment: { final: false } });
  expect(world.state().deployment?.waitsForDecision).toBeUndefined();
  // It saw nothing of the first two hours, so one more cannot make a GO of it: it asks again.
  await world.clock.advance(minutes(60));
  expect(await told(world)).toEqual([
    'watch-ended undecided',
    'decision-asked',
    'decided',
    'watch-extended',
    'watch-ended undecided',
    'decision-asked',
  ]);
});

it('sees what it had missed when it is extended, and then says GO', async () => {
  const world = await deployed();
  await world.clock.advance(minutes(57));
  world.answer('healthy', { type: 'error', because: 'connection refused' });
  await world.clock.advance(minutes(64));
  expect(await told(world)).toEqual(['watch-ended undecided', 'decision-asked']);
  world.answer('healthy', { type: 'check', ok: true });
  await world.clock.advance(minutes(20));
  await extend(world, hours(24));
  await world.clock.advance(hours(23));
  expect(world.state().deployment?.phase).toBe('succeeded');
});

it('still knows after kill -9 how long it is to watch', async () => {
  const world = await deployed();
  await world.clock.advance(minutes(50));
  await extend(world, minutes(30));
  const again = await world.kill()();
  await again.clock.advance(minutes(15));
  expect(again.state()).toMatchObject({ deployment: { phase: 'watching' }, assessment: { watch: { for: '1h30m' } } });
});

it.each([
  [undefined, 'request-invalid', 'Nobody said how much longer.'],
  [minutes(0), 'request-invalid', 'A watch is not extended by 0s.'],
  [hours(24 * 8), 'request-invalid', 'A watch is not extended by 8d.'],
])('refuses %s', async (by, code, detail) => {
  const world = await deployed();
  const answer = await world.deployments.decide('01DEPLOYMENT', 'extend', 'why not', 'lead', by);
  expect(answer).toMatchObject({ refused: { code, detail } });
});

it('extends no watch that there is not', async () => {
  const world = await deployed();
  await world.clock.advance(minutes(65));
  expect(await extend(world)).toMatchObject({ refused: { code: 'wrong-phase' } });
});
