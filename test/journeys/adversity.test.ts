import { verifyRecord } from '@daywatch/daemon/src/record/verify.ts';
import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import { minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { createWorld, shortPlan, type World } from '../world.ts';

const target = { version: '1.4.1', commit: 'aaaaaaa' };
const rollback = { target, steps: [], reason: 'NO-GO' };
const refusal = async (answer: Promise<object>) => {
  const given = await answer;
  return 'refused' in given ? (given.refused as { code: string }).code : undefined;
};
const phaseOf = async (world: World, id: string) => (await world.store.deployment(id))?.phase;

/** 01 is watched, 02 is being prepared. */
async function preparing(): Promise<World> {
  const world = await createWorld();
  await world.clock.advance(minutes(10));
  await world.deploy('01DEPLOYMENT');
  await world.clock.advance(minutes(20));
  await world.begin('02DEPLOYMENT');
  await world.clock.advance(seconds(20));
  return world;
}

it('goes on with the watch of what still runs when the next deploy is cancelled, also after kill -9', async () => {
  const world = await preparing();
  const again = await world.kill()();
  await again.clock.advance(seconds(10));
  await again.deployments.report('02DEPLOYMENT', [
    { type: 'phase-started', phase: 'preflight' },
    { type: 'phase-finished', phase: 'preflight', outcome: 'failed', because: 'not signed' },
  ]);
  await again.clock.advance(minutes(50));
  expect(await phaseOf(again, '01DEPLOYMENT')).toBe('succeeded');
  expect(again.state().deployment?.id).toBe('01DEPLOYMENT');
});

it('goes on showing what still runs when the next deploy was interrupted before it touched anything', async () => {
  const world = await preparing();
  await world.deployments.report('02DEPLOYMENT', [{ type: 'interrupted', because: 'Ctrl-C' }]);
  await world.clock.advance(seconds(10));
  expect(world.state().deployment?.id).toBe('01DEPLOYMENT');
});

it('never holds the judgement of an older deployment against a newer one', async () => {
  const world = await preparing();
  const shown: (string | undefined)[] = [];
  world.feed.follow(({ deployment, assessment }) => {
    if (deployment?.id === '02DEPLOYMENT' && assessment !== undefined) shown.push(assessment.watch.startedAt);
  });
  await world.clock.advance(seconds(30));
  for (const phase of ['deploying', 'verifying'] as const) {
    await world.deployments.report('02DEPLOYMENT', [
      { type: 'phase-started', phase },
      { type: 'step-output', phase, step: 's', text: 'hello' },
      { type: 'phase-finished', phase, outcome: 'passed' },
    ]);
    await world.clock.advance(seconds(5));
  }
  const finished = world.state().deployment?.finishedAt;
  expect(new Set(shown)).toEqual(new Set([finished]));
});

it('has one runner at work: an interrupted one does not come back while another deploys, nor after it', async () => {
  const world = await createWorld();
  await world.begin('01DEPLOYMENT');
  await world.deployments.report('01DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  await world.clock.advance(seconds(31));
  await world.deployments.findSilentRunners();
  await world.begin('02DEPLOYMENT');
  expect(await refusal(world.deployments.report('01DEPLOYMENT', [{ type: 'heartbeat' }]))).toBe('environment-busy');
  expect(await refusal(world.deployments.resume('01DEPLOYMENT', 'devops'))).toBe('environment-busy');
  await world.deployments.report('02DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  expect(await refusal(world.deployments.resume('01DEPLOYMENT', 'devops'))).toBe('environment-busy');
  await world.deployments.report('02DEPLOYMENT', [{ type: 'phase-finished', phase: 'deploying', outcome: 'failed' }]);
  expect(await phaseOf(world, '01DEPLOYMENT')).toBe('superseded');
  expect(await refusal(world.deployments.resume('01DEPLOYMENT', 'devops'))).toBe('wrong-phase');
});

it('gives a second runner no ticket for a deployment that the first is at work on', async () => {
  const world = await createWorld();
  await world.begin('01DEPLOYMENT');
  // An answer that was lost: asked again before anything was reported.
  expect(await refusal(world.begin('01DEPLOYMENT'))).toBeUndefined();
  await world.deployments.report('01DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  expect(await refusal(world.begin('01DEPLOYMENT'))).toBe('environment-busy');
});

it('lets one of two begin, whoever comes first', async () => {
  const world = await createWorld();
  const codes = await Promise.all(
    ['01DEPLOYMENT', '02DEPLOYMENT', '03DEPLOYMENT'].map((id) => refusal(world.begin(id))),
  );
  expect(codes).toEqual([undefined, 'environment-busy', 'environment-busy']);
});

it('rolls back what runs, not what ran before it', async () => {
  const world = await createWorld();
  await world.deploy('01DEPLOYMENT');
  await world.clock.advance(minutes(65));
  expect(await phaseOf(world, '01DEPLOYMENT')).toBe('succeeded');
  await world.deploy('02DEPLOYMENT');
  expect(await refusal(world.deployments.beginRollback('01DEPLOYMENT', rollback, 'devops'))).toBe('wrong-phase');
  expect(await refusal(world.deployments.decide('01DEPLOYMENT', 'go', 'x', 'lead'))).toBe('wrong-phase');
});

it('ends no watch for a deploy that may not begin', async () => {
  const world = await preparing();
  await world.deployments.report('02DEPLOYMENT', [
    { type: 'phase-finished', phase: 'preflight', outcome: 'failed', because: 'not signed' },
  ]);
  const late = world.deployments.report('02DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  expect(await refusal(late)).toBe('wrong-phase');
  expect(await phaseOf(world, '01DEPLOYMENT')).toBe('watching');
});

it('does not forget a silent runner because the store was away', async () => {
  const { store, fail } = failing();
  const world = await createWorld({ store });
  await world.begin('01DEPLOYMENT');
  await world.clock.advance(seconds(31));
  fail('deployment', 1);
  await expect(world.deployments.findSilentRunners()).rejects.toThrow('the store is away');
  await world.deployments.findSilentRunners();
  expect(await phaseOf(world, '01DEPLOYMENT')).toBe('interrupted');
});

it('listens for a runner that never got its ticket', async () => {
  const { store, fail } = failing();
  const world = await createWorld({ store });
  fail('saveRunnerKey', 1);
  await expect(world.begin('01DEPLOYMENT')).rejects.toThrow('the store is away');
  await world.clock.advance(seconds(31));
  await world.deployments.findSilentRunners();
  expect(await phaseOf(world, '01DEPLOYMENT')).toBe('interrupted');
});

it.each(['append', 'saveSnapshot', 'stableVersions', 'deployments', 'events'] as const)(
  'ends a watch well though the store fails for 20 s at the end of it: %s',
  async (method) => {
    const { store, fail } = failing();
    const world = await createWorld({ store, forgiving: true });
    await world.deploy();
    await world.clock.advance(minutes(59));
    fail(method, Number.POSITIVE_INFINITY);
    await world.clock.advance(minutes(2));
    fail(method, 0);
    await world.clock.advance(minutes(2));
    expect(world.state()).toMatchObject({ deployment: { phase: 'succeeded' }, lastStable: { version: '1.4.2' } });
    expect(verifyRecord((await world.record()).map((event) => JSON.stringify(event)).join('\n')).intact).toBe(true);
  },
);

it.each(['baseline', 'observations', 'snapshot', 'deployments', 'stableVersions'] as const)(
  'begins a watch though the store fails at that moment: %s',
  async (method) => {
    const { store, fail } = failing();
    const world = await createWorld({ store, forgiving: true });
    await world.begin('01DEPLOYMENT');
    await world.deployments.report('01DEPLOYMENT', [
      { type: 'phase-started', phase: 'deploying' },
      { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
      { type: 'phase-started', phase: 'verifying' },
    ]);
    await world.clock.advance(seconds(1));
    // The command itself asks for the deployments of the environment.
    const answer = world.deployments.report('01DEPLOYMENT', [
      { type: 'phase-finished', phase: 'verifying', outcome: 'passed' },
    ]);
    if (method !== 'deployments') fail(method, 1);
    await answer;
    if (method === 'deployments') fail(method, 1);
    await world.clock.advance(minutes(5));
    expect(world.state()).toMatchObject({ deployment: { phase: 'watching' }, assessment: { final: false } });
    await world.clock.advance(minutes(60));
    expect(world.state().deployment?.phase).toBe('succeeded');
  },
);

it('begins the watch though the plan is replaced in that moment', async () => {
  const world = await createWorld();
  await world.begin('01DEPLOYMENT');
  await world.deployments.report('01DEPLOYMENT', [
    { type: 'phase-started', phase: 'deploying' },
    { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
    { type: 'phase-started', phase: 'verifying' },
  ]);
  const registering = world.register(shortPlan.replace('The shop answers', 'It answers'));
  await world.deployments.report('01DEPLOYMENT', [{ type: 'phase-finished', phase: 'verifying', outcome: 'passed' }]);
  await registering;
  await world.clock.advance(seconds(30));
  expect(world.state()).toMatchObject({ deployment: { phase: 'watching' } });
  expect(world.state().assessment?.judgements[0]?.title).toBe('It answers');
});

it('ends a watch that the new plan has seen enough of', async () => {
  const world = await createWorld();
  await world.deploy();
  await world.clock.advance(minutes(40));
  await world.register(shortPlan.replace('for: 1h', 'for: 30m'));
  await world.clock.advance(minutes(1));
  expect(world.state().deployment?.phase).toBe('succeeded');
});

it('does not take a version that was rolled back for the last stable one', async () => {
  const world = await createWorld();
  await world.deploy();
  await world.clock.advance(minutes(65));
  expect(world.state().lastStable).toMatchObject({ version: '1.4.2' });
  await world.deployments.beginRollback('01DEPLOYMENT', rollback, 'devops');
  await world.deployments.report('01DEPLOYMENT', [
    { type: 'phase-finished', phase: 'rolling-back', outcome: 'passed' },
    { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
  ]);
  await world.clock.advance(seconds(10));
  expect(world.state().deployment?.phase).toBe('rolled-back');
  expect(world.state().lastStable).toBeUndefined();
});

it('freezes a baseline once: not again when the runner comes back in the middle of the deploy', async () => {
  const world = await createWorld();
  await world.begin('01DEPLOYMENT');
  await world.deployments.report('01DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  await world.deployments.report('01DEPLOYMENT', [{ type: 'interrupted', because: 'Ctrl-C' }]);
  await world.deployments.report('01DEPLOYMENT', [{ type: 'phase-started', phase: 'deploying' }]);
  expect((await world.record()).filter(({ event }) => event.type === 'baseline-frozen')).toHaveLength(1);
});

it('does not let a hung source hold up the others, a new plan or the end', async () => {
  const world = await createWorld();
  world.answer('healthy', 'deaf');
  await world.clock.advance(minutes(1));
  expect(world.state().latest.get('healthy')?.reading).toMatchObject({ type: 'error' });
  const registered = world.register(shortPlan.replace('for: 1h', 'for: 2h'));
  await world.clock.advance(seconds(5));
  await registered;
  const stopped = world.monitor.stop();
  await world.clock.advance(seconds(5));
  await stopped;
});

it('keeps the order of deployments when the clock is set back', async () => {
  const world = await createWorld();
  await world.deploy('09DEPLOYMENT');
  await world.clock.advance(minutes(65));
  world.clock.setBack(minutes(30));
  await world.deploy('02DEPLOYMENT');
  await world.clock.advance(seconds(20));
  expect(world.state().deployment).toMatchObject({ id: '02DEPLOYMENT', phase: 'watching' });
});

/** A store whose methods can be made to fail so many times. */
function failing() {
  const left = new Map<string, number>();
  const store = new Proxy(new MemoryStore(), {
    get(to, key) {
      const value: unknown = Reflect.get(to, key);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        const more = left.get(String(key)) ?? 0;
        if (more > 0) {
          left.set(String(key), more - 1);
          throw new Error('the store is away');
        }
        return Reflect.apply(value, to, given);
      };
    },
  });
  return { store, fail: (method: keyof MemoryStore, times: number) => left.set(method, times) };
}

describe('a deploy that fails before anything has left the checkout', () => {
  const failedMerge = [
    { type: 'phase-started', phase: 'deploying' },
    {
      type: 'phase-finished',
      phase: 'deploying',
      outcome: 'failed',
      because: 'git merge: exit code 1',
      untouched: true,
    },
  ] as const;

  it('changes nothing: the version that runs is watched on, and nobody recommends a rollback', async () => {
    const world = await createWorld();
    await world.clock.advance(minutes(10));
    await world.deploy('01DEPLOYMENT');
    await world.clock.advance(minutes(5));
    await world.begin('02DEPLOYMENT');
    await world.deployments.report('02DEPLOYMENT', failedMerge);
    await world.clock.advance(minutes(1));
    expect(await phaseOf(world, '02DEPLOYMENT')).toBe('cancelled');
    expect(world.state().deployment).toMatchObject({ id: '01DEPLOYMENT', phase: 'watching' });
    await world.clock.advance(minutes(65));
    expect(world.state().deployment).toMatchObject({ id: '01DEPLOYMENT', phase: 'succeeded' });
  });

  it('blames the version that runs for nothing that was read meanwhile', async () => {
    const world = await createWorld();
    await world.clock.advance(minutes(10));
    await world.deploy('01DEPLOYMENT');
    await world.clock.advance(minutes(5));
    await world.begin('02DEPLOYMENT');
    await world.deployments.report('02DEPLOYMENT', [failedMerge[0]]);
    await world.clock.advance(seconds(5));
    world.answer('healthy', { type: 'check', ok: false });
    for (let beat = 0; beat < 12; beat += 1) {
      await world.deployments.report('02DEPLOYMENT', [{ type: 'heartbeat' }]);
      await world.clock.advance(seconds(5));
    }
    world.answer('healthy', { type: 'check', ok: true });
    await world.clock.advance(seconds(15));
    await world.deployments.report('02DEPLOYMENT', [failedMerge[1]]);
    await world.clock.advance(minutes(1));
    expect(world.state()).toMatchObject({ deployment: { id: '01DEPLOYMENT' }, assessment: { verdict: 'undecided' } });
  });
});

it('hears a batch again whose answer was lost: no step runs for ever, no finished deploy is refused', async () => {
  const world = await createWorld();
  await world.begin('01DEPLOYMENT');
  const step = { phase: 'deploying', step: 'merge' } as const;
  const batch = [
    { type: 'phase-started', phase: 'deploying' },
    { type: 'step-started', ...step, title: 'git merge' },
    { type: 'step-finished', ...step, outcome: 'passed', exitCode: 0, seconds: 0.4, tail: '' },
  ] as const;
  await world.deployments.report('01DEPLOYMENT', batch);
  await world.deployments.report('01DEPLOYMENT', batch);
  expect((await world.store.deployment('01DEPLOYMENT'))?.steps).toMatchObject([{ id: 'merge', state: 'passed' }]);
  const end = [
    { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
    { type: 'phase-started', phase: 'verifying' },
    { type: 'step-started', phase: 'verifying', step: 'test', title: 'npm test' },
    { type: 'step-finished', phase: 'verifying', step: 'test', outcome: 'passed', exitCode: 0, seconds: 1, tail: '' },
    { type: 'phase-finished', phase: 'verifying', outcome: 'passed' },
    { type: 'heartbeat' },
  ] as const;
  expect(await refusal(world.deployments.report('01DEPLOYMENT', end))).toBeUndefined();
  expect(await refusal(world.deployments.report('01DEPLOYMENT', end))).toBeUndefined();
  const events = (await world.record('01DEPLOYMENT')).filter(({ event }) => event.type === 'watch-started');
  expect(events).toHaveLength(1);
});
