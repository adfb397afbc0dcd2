import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minus, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createWorld, type World } from '../world.ts';

const plan = `
service: shop
sources:
  shop: { type: metrics, url: "http://shop.test/metrics" }
environments:
  production:
    deploy: { steps: [ ./deploy-production.sh ] }
    watch:
      for: 24h
      every: 1m
      criteria:
        errors: { severity: blocking, source: shop, rate: { bad: 'requests{status="500"}', of: requests }, tolerance: 25% }
    rollback: { steps: [ ./deploy-production.sh ] }
`;
const usual: Reading = { type: 'rate', bad: 2, total: 1_000 };
const nightJob: Reading = { type: 'rate', bad: 30, total: 1_000 };

/** What was read every minute of the last days; from 02:00 to 03:00 a job disturbs the shop. */
async function haveRead(world: World, days: number): Promise<void> {
  const now = world.clock.now();
  const readings = Array.from({ length: days * 24 * 60 }, (_, index): Observation => {
    const at = minus(now, minutes(index + 1));
    const reading = new Date(at).getUTCHours() === 2 ? nightJob : usual;
    return { criterion: 'errors', at: instant(at), seconds: 60, reading };
  });
  await world.store.saveObservations('production', readings);
}

/** 22:00: nothing has been deployed yet. */
async function world(days: number): Promise<World> {
  const made = await createWorld({ plan });
  made.answer('errors', usual);
  await haveRead(made, days);
  return made;
}
const judged = (made: World) => made.state().assessment?.judgements[0];
const frozen = async (made: World, id = '01DEPLOYMENT') =>
  (await made.record(id)).flatMap(({ event }) => (event.type === 'baseline-frozen' ? [event] : []))[0];

describe('a baseline of six days', () => {
  it('knows the night job: at its hour it is no regression', async () => {
    const made = await world(6);
    await made.deploy();
    await made.clock.advance(hours(4));
    made.answer('errors', nightJob);
    await made.clock.advance(hours(1));
    made.answer('errors', usual);
    await made.clock.advance(hours(1));
    expect(judged(made)).toMatchObject({
      state: expect.not.stringMatching('failing'),
      baselineFrom: 'the same hour of the 6 days before the deploy',
    });
    expect(made.state().assessment?.verdict).not.toBe('no-go');
    expect(await frozen(made)).toMatchObject({ rungs: { 'same-hour': 1 }, leftOut: [] });
  });

  it('finds the same at an hour at which it is not usual', async () => {
    const made = await world(6);
    await made.deploy();
    await made.clock.advance(minutes(30));
    made.answer('errors', nightJob);
    await made.clock.advance(hours(1));
    expect(made.state().assessment?.verdict).toBe('no-go');
  });
});

it('stands on the rung that its history allows, and says which', async () => {
  const made = await world(2);
  await made.deploy();
  await made.clock.advance(minutes(5));
  expect(judged(made)?.baselineFrom).toBe('the 2 days before the deploy');
});

it('has nothing in it of a version that was rolled back', async () => {
  const made = await world(0);
  await made.clock.advance(minutes(60));
  await made.deploy('01DEPLOYMENT');
  const bad: Reading = { type: 'rate', bad: 300, total: 1_000 };
  made.answer('errors', bad);
  await made.clock.advance(minutes(30));
  const target = { version: '1.4.1', commit: 'aaaaaaa' };
  await made.deployments.beginRollback('01DEPLOYMENT', { target, steps: [], reason: 'NO-GO' }, 'devops');
  await made.deployments.report('01DEPLOYMENT', [
    { type: 'phase-finished', phase: 'rolling-back', outcome: 'passed' },
    { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
  ]);
  made.answer('errors', usual);
  await made.clock.advance(minutes(30));
  await made.deploy('02DEPLOYMENT');
  const baseline = await made.store.baseline('02DEPLOYMENT', 'errors');
  expect(baseline.length).toBeGreaterThan(80);
  expect(baseline.filter(({ reading }) => reading.type === 'rate' && reading.bad > 2)).toEqual([]);
  await made.clock.advance(minutes(5));
  expect(judged(made)?.baselineFrom).toMatch(/^the 2h before the deploy; without 1\.4\.2, which was rolled back$/);
});

describe('a changed query', () => {
  const changed = plan.replace('status="500"', 'status=~"5.."');

  it('makes what was read before it useless, and the baseline says so', async () => {
    const made = await world(6);
    await made.register(changed);
    await made.clock.advance(minutes(12));
    await made.deploy();
    await made.clock.advance(minutes(5));
    expect(judged(made)?.baselineFrom).toBe(
      'the 11m before the deploy; without what was read before its query changed at 2026-12-01 22:00 UTC',
    );
    expect(await frozen(made)).toMatchObject({ observations: 11, rungs: { 'before-deploy': 1 } });
  });

  it('in the middle of a watch begins its criterion anew: neither baseline nor readings of before', async () => {
    const made = await world(6);
    await made.deploy();
    await made.clock.advance(minutes(30));
    await made.register(changed);
    await made.clock.advance(minutes(5));
    expect(judged(made)).toMatchObject({
      state: 'undecided',
      baselineFrom: 'nothing: its query changed at 2026-12-01 22:30 UTC',
    });
    expect(judged(made)).not.toHaveProperty('baseline');
    const changes = (await made.record()).flatMap(({ event }) => (event.type === 'plan-changed' ? [event] : []));
    expect(changes).toMatchObject([{ to: made.state().planHash }]);
    expect(made.state().deployment?.planHash).toBe(made.state().planHash);
  });

  it('that is taken back finds what was read then', async () => {
    const made = await world(6);
    await made.register(changed);
    await made.clock.advance(minutes(12));
    await made.register(plan);
    await made.clock.advance(minutes(12));
    await made.deploy();
    expect((await frozen(made))?.observations).toBeGreaterThan(6 * 24 * 60);
  });

  it('is known after kill -9', async () => {
    const made = await world(6);
    await made.register(changed);
    await made.clock.advance(minutes(12));
    const registered = await made.store.questions('production');
    const again = await createWorld({ plan: changed, store: made.store, clock: made.clock });
    again.answer('errors', usual);
    await again.clock.advance(seconds(10));
    expect(await made.store.questions('production')).toEqual(registered);
  });
});

it('is not doubled by two daemons on one store', async () => {
  const made = await world(1);
  const other = await createWorld({ plan, store: made.store, clock: made.clock });
  other.answer('errors', usual);
  await made.clock.advance(hours(3));
  await made.deploy();
  const baseline = await made.store.baseline('01DEPLOYMENT', 'errors');
  const minutesSeen = baseline.map(({ at }) => Math.floor(at / 60_000));
  expect(new Set(minutesSeen).size).toBe(minutesSeen.length);
  // 27 hours, but for the minute that was not over.
  expect(baseline).toHaveLength(27 * 60 - 1);
});
