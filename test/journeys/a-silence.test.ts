import { environmentView } from '@daywatch/daemon/src/http/views.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { hours, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createWorld, type SourceAnswer, shortPlan, type World } from '../world.ts';

const two = 'alive: { severity: blocking, source: site, check: { path: /, status: 200 } }\n        healthy:';
const plan = shortPlan.replace('healthy:', two);
const down: SourceAnswer = { type: 'check', ok: false, because: 'GET /healthz answered 503' };

async function silence(world: World, changes: object = {}): Promise<Silence> {
  const request = { criterion: 'healthy', reason: 'the probe is being moved', for: minutes(20), ...changes };
  const answer = await world.silences.silence('production', request, 'devops');
  if ('refused' in answer) throw new Error(answer.refused.detail);
  return answer;
}
async function watched(): Promise<World> {
  const world = await createWorld({ plan });
  await world.clock.advance(minutes(10));
  await world.deploy();
  await world.clock.advance(minutes(10));
  return world;
}
const view = (world: World) => environmentView(world.state(), world.clock.now());
const judged = (world: World) => world.state().assessment?.judgements.find(({ name }) => name === 'healthy');
const events = async (world: World) =>
  (await world.record()).flatMap(({ event, actor }) =>
    event.type === 'silenced' || event.type === 'silence-ended' ? [[actor, event]] : [],
  );

it('mutes a criterion: what it reads is no NO-GO, and every verdict says so', async () => {
  const world = await watched();
  const { id } = await silence(world);
  world.answer('healthy', down);
  await world.clock.advance(minutes(15));
  expect(view(world).verdict).toMatchObject({
    verdict: expect.not.stringMatching('no-go'),
    silences: [{ id, criterion: 'healthy', owner: 'devops', reason: 'the probe is being moved' }],
  });
  expect(judged(world)?.because).toMatch(/^Silenced until/);
});

it('ends by itself, and then the criterion is judged again; the record has both', async () => {
  const world = await watched();
  const { id, until } = await silence(world);
  world.answer('healthy', down);
  await world.clock.advance(minutes(25));
  expect(view(world).verdict).toMatchObject({ verdict: 'no-go', silences: [] });
  expect(await events(world)).toEqual([
    ['devops', { type: 'silenced', silence: id, criterion: 'healthy', reason: 'the probe is being moved', until }],
    ['daemon', { type: 'silence-ended', silence: id, criterion: 'healthy', because: 'its time was over' }],
  ]);
});

it('ends at once when somebody ends it', async () => {
  const world = await watched();
  const { id } = await silence(world, { for: hours(24) });
  world.answer('healthy', down);
  await world.clock.advance(minutes(5));
  await world.silences.endSilence('production', id, 'lead');
  expect(view(world).verdict.silences).toEqual([]);
  await world.clock.advance(minutes(2));
  expect(view(world).verdict.verdict).toBe('no-go');
  expect((await events(world)).at(-1)).toEqual([
    'lead',
    { type: 'silence-ended', silence: id, criterion: 'healthy', because: 'lead ended it' },
  ]);
});

it('gives way to the next one of the same criterion, without a moment in between', async () => {
  const world = await watched();
  world.answer('healthy', down);
  await silence(world);
  await world.clock.advance(minutes(15));
  const next = await silence(world, { reason: 'still moving' });
  await world.clock.advance(minutes(15));
  expect(view(world).verdict.silences).toMatchObject([{ id: next.id, reason: 'still moving' }]);
  expect(view(world).verdict.verdict).not.toBe('no-go');
});

it('is in the record of a watch that begins while it is in force', async () => {
  const world = await createWorld({ plan });
  await world.clock.advance(minutes(5));
  const { id } = await silence(world);
  await world.deploy();
  await world.clock.advance(minutes(1));
  expect((await events(world)).map(([, event]) => event)).toMatchObject([{ type: 'silenced', silence: id }]);
});

describe('through kill -9', () => {
  it('goes on, and ends when it should', async () => {
    const world = await watched();
    world.answer('healthy', down);
    await silence(world);
    await world.clock.advance(minutes(5));
    const restart = world.kill();
    await world.clock.advance(seconds(30));
    const again = await restart();
    await again.clock.advance(minutes(10));
    expect(view(again).verdict).toMatchObject({ silences: [{ criterion: 'healthy' }] });
    expect(view(again).verdict.verdict).not.toBe('no-go');
    await again.clock.advance(minutes(10));
    expect(view(again).verdict.verdict).toBe('no-go');
    expect(await events(again)).toHaveLength(2);
  });

  it('leaves the watch as if nothing had happened: what is over and what is in force', async () => {
    const story = async (world: World, breaks: boolean): Promise<World> => {
      world.answer('healthy', down);
      const { id } = await silence(world);
      await world.clock.advance(minutes(4));
      await world.silences.endSilence('production', id, 'lead');
      world.answer('healthy', { type: 'check', ok: true });
      await world.clock.advance(minutes(4));
      world.answer('healthy', down);
      await silence(world);
      await world.clock.advance(minutes(4));
      if (!breaks) return world;
      // Without its snapshot: all readings of the watch are folded again.
      await world.store.saveSnapshot({ deployment: '01DEPLOYMENT', at: world.clock.now(), state: 'not a snapshot' });
      return world.kill()();
    };
    const [whole, broken] = [await story(await watched(), false), await story(await watched(), true)];
    const evidence = (world: World) => [judged(world)?.evidence, judged(world)?.state, judged(world)?.value];
    await whole.clock.advance(seconds(20));
    await broken.clock.advance(seconds(20));
    expect(evidence(broken)).toEqual(evidence(whole));
    expect(judged(whole)?.state).not.toBe('failing');
  });
});

it.each([
  ['a criterion that is not there', { criterion: 'nobody' }, 'unknown-criterion'],
  ['more than 24 hours', { for: hours(25) }, 'request-invalid'],
  ['an end in the past', { for: undefined, until: '2026-12-01T21:00:00Z' }, 'request-invalid'],
  ['no time at all', { for: minutes(0) }, 'request-invalid'],
])('refuses %s', async (_, changes, code) => {
  const world = await createWorld({ plan });
  const request = { criterion: 'healthy', reason: 'x', for: minutes(5), ...changes };
  const { for: span, ...rest } = request;
  const answer = await world.silences.silence(
    'production',
    span === undefined ? rest : { ...rest, for: span },
    'devops',
  );
  expect(answer).toMatchObject({ refused: { code } });
  expect(view(world).verdict.silences).toEqual([]);
});

it('knows which silences there are to end', async () => {
  const world = await createWorld({ plan });
  const { id } = await silence(world);
  expect(await world.silences.endSilence('production', 'other', 'lead')).toMatchObject({
    refused: { code: 'unknown-silence', hint: `In force: ${id} (healthy).` },
  });
  await world.clock.advance(minutes(21));
  expect(await world.silences.endSilence('production', id, 'lead')).toMatchObject({
    refused: { code: 'unknown-silence', hint: 'Nothing is silenced.' },
  });
});
