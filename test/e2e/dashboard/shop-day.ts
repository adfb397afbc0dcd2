import type { Source } from '@daywatch/daemon/src/ports/source.ts';
import { MemoryStore } from '@daywatch/daemon/src/store/memory-store.ts';
import { hours, type Instant, instant, minus, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';
import { createWorld, type World } from '../../world.ts';
import { criteriaNames, shopPlan, shopReading, type Trouble } from './shop-readings.ts';

export type Story = 'empty' | 'deploying' | 'go' | 'no-go' | 'blind';

export interface StoryOptions {
  readonly criteria?: number;
  /** Minutes between two readings of a criterion. */
  readonly every?: number;
  readonly deployedAt?: Instant;
  /** Nobody can sign in any more in a story of a NO-GO: whatever the day, a rollback is recommended. */
  readonly signInFails?: boolean;
}

const id = '01KBDEPLOYMENT';
const lead = { name: 'devops', email: 'devops@example.com', role: 'lead', owner: false } as const;
const someDay = instant(Date.parse('2026-12-01T11:00:00Z'));

/**
 * A shop, a day of its old version, and fifteen hours of the watch of the new one. What was read stands in the store
 * from the start; the daemon looks at it at the moments where the story turns, as it does after a restart.
 */
export async function shopDay(story: Story, options: StoryOptions = {}): Promise<World> {
  const { criteria = 50, every = 2, deployedAt = someDay, signInFails = false } = options;
  const store = new MemoryStore();
  const names = criteriaNames(criteria);
  const plan = shopPlan(criteria, `${every}m`);
  const trouble: Trouble[] = [];

  const read = (from: Instant, to: Instant) =>
    store.saveObservations(
      'production',
      names.flatMap((criterion) =>
        Array.from({ length: Math.floor((to - from) / minutes(every)) }, (_, turn) => {
          const at = plus(from, minutes(turn * every));
          return { criterion, at, seconds: every * 60, reading: shopReading(criterion, at, trouble) };
        }),
      ),
    );
  const worldAt = (clock: FakeClock): Promise<World> => {
    const source: Source = {
      probe: ({ name }) => ({ observe: async () => shopReading(name, clock.now(), trouble) }),
      close: async () => undefined,
    };
    return createWorld({ plan, store, clock, source });
  };

  if (story === 'empty') return worldAt(createFakeClock(deployedAt));
  await read(minus(deployedAt, hours(25)), deployedAt);
  const clock = createFakeClock(deployedAt);
  let world = await worldAt(clock);
  await deploy(world, story === 'deploying');
  if (story === 'deploying') return world;

  const begun = clock.now();
  const troubled = plus(begun, hours(13));
  if (story === 'no-go') trouble.push({ kind: 'checkout', since: troubled });
  if (story === 'no-go' && signInFails) trouble.push({ kind: 'sign-in', since: troubled });
  if (story === 'blind') trouble.push({ kind: 'silent-metrics', since: plus(begun, hours(14)) });
  let seen = begun;
  const look = async (at: Instant) => {
    world.kill();
    await read(seen, at);
    seen = at;
    const next = createFakeClock(at);
    world = await worldAt(next);
    await next.advance(minutes(every));
    seen = next.now();
  };
  await look(plus(begun, minutes(34)));
  if (story !== 'go') {
    const silence = { criterion: 'memory', reason: 'the cache is warmed by hand', for: hours(16) };
    await world.silences.silence('production', silence, 'qa');
  }
  if (story === 'blind') {
    // For forty minutes the daemon is away.
    await look(plus(begun, hours(4)));
    seen = plus(seen, minutes(40));
    await look(seen);
  }
  if (story === 'no-go') await look(plus(troubled, minutes(20)));
  await look(plus(begun, hours(15)));
  return world;
}

/** What a runner reports, with its steps; all of them pass, unless it is still at it. */
async function deploy(world: World, half: boolean): Promise<void> {
  const { clock, deployments, state } = world;
  const step = (phase: 'preflight' | 'deploying' | 'verifying', one: string, title: string) => ({
    phase,
    id: one,
    title,
  });
  const steps = [
    step('preflight', 'staging-tests', 'npm test'),
    step('deploying', 'merge', 'git merge --no-edit staging'),
    step('deploying', 'push', 'git push origin main'),
    step('deploying', 'deploy', './deploy-production.sh'),
    step('verifying', 'verify', 'npm run test:production'),
  ];
  const version = { version: '1.4.2', commit: '9f8d1112c3b4a5968778695a4b3c2d1e0f9a8b7c' };
  const request = { id, service: 'shop', version, planHash: state().planHash, steps };
  const begun = await deployments.begin('production', request, 'devops');
  if ('refused' in begun) throw new Error(begun.refused.detail);
  await deployments.signOff(id, { item: 'rollback-reviewed', note: 'rehearsed on staging' }, lead);
  await deployments.override(id, 'workflows-tried', 'QA tried them on a copy of production', lead.name);
  const report = async (reports: Parameters<typeof deployments.report>[1]) => {
    const answer = await deployments.report(id, reports);
    if ('refused' in answer) throw new Error(answer.refused.detail);
  };
  for (const phase of ['preflight', 'deploying', 'verifying'] as const) {
    await report([{ type: 'phase-started', phase }]);
    for (const one of steps.filter((each) => each.phase === phase)) {
      await report([{ type: 'step-started', phase, step: one.id, title: one.title }]);
      await clock.advance(minutes(3));
      if (half && one.id === 'deploy') {
        const text = 'Building shop 1.4.2\nMigrating the database\n  0042_orders_index.sql\nRestarting 1 of 2\n';
        await report([{ type: 'step-output', phase, step: one.id, text }]);
        return;
      }
      await report([
        { type: 'step-finished', phase, step: one.id, outcome: 'passed', exitCode: 0, seconds: 180, tail: '' },
      ]);
    }
    await report([{ type: 'phase-finished', phase, outcome: 'passed' }]);
  }
}
