import type { Deployment, DeploymentEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minus, minutes, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../store/memory-store.ts';
import { freezeBaseline, spansToLeaveOut } from './baseline-keeper.ts';

const now = instant(1_764_626_400_000);
const ago = (span: number) => minus(now, minutes(span));

const deployment = (facts: Partial<Deployment>): Deployment => ({
  id: '01DEPLOYMENT',
  environment: 'production',
  service: 'shop',
  phase: 'succeeded',
  version: { version: '1.4.1', commit: 'aaa' },
  planHash: 'p1',
  deployedBy: 'devops',
  requestedAt: rfc3339(ago(60)),
  steps: [],
  signOffs: {},
  blindGaps: [],
  decisions: [],
  sequence: 1,
  runnerPhase: 'verifying',
  ...facts,
});
const noGo: NonNullable<Deployment['verdict']> = {
  type: 'verdict-changed',
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: [],
  final: false,
};

describe('spansToLeaveOut', () => {
  it.each([
    ['a deploy with its settling', { finishedAt: rfc3339(ago(50)) }, [{ from: ago(60), to: ago(48) }]],
    [
      'all that a version did that was rolled back',
      {
        phase: 'rolled-back',
        finishedAt: rfc3339(ago(50)),
        rollback: {
          target: { version: '1.4.0', commit: 'bbb' },
          requestedBy: 'x',
          requestedAt: '',
          finishedAt: rfc3339(ago(20)),
        },
      },
      [{ from: ago(60), to: ago(18) }],
    ],
    ['what came after a failure that nobody mended', { phase: 'failed' }, [{ from: ago(60), to: now }]],
    [
      'all that a version did whose NO-GO nobody lifted',
      { phase: 'watching', verdict: noGo },
      [{ from: ago(60), to: now }],
    ],
    [
      'only the deploy of a version that a person let pass',
      { phase: 'succeeded', verdict: noGo, finishedAt: rfc3339(ago(50)) },
      [{ from: ago(60), to: ago(48) }],
    ],
    ['nothing of a deployment that never began', { phase: 'cancelled', runnerPhase: 'preflight' }, []],
    ['nothing of one that was interrupted before', { phase: 'interrupted', runnerPhase: 'preflight' }, []],
  ] satisfies [string, Partial<Deployment>, unknown[]][])('leaves out %s', (_, facts, spans) => {
    expect(spansToLeaveOut([deployment(facts)], minutes(2), now)).toEqual(spans);
  });
});

it('leaves out a version with a NO-GO until the one that mended it came, and what failed until then', () => {
  const newest = deployment({
    id: '04',
    phase: 'watching',
    requestedAt: rfc3339(ago(10)),
    finishedAt: rfc3339(ago(9)),
  });
  const cancelled = deployment({
    id: '03',
    phase: 'cancelled',
    runnerPhase: 'preflight',
    requestedAt: rfc3339(ago(20)),
  });
  const failed = deployment({ id: '02', phase: 'failed', requestedAt: rfc3339(ago(30)), endedAt: rfc3339(ago(25)) });
  const mended = deployment({ id: '01', phase: 'superseded', verdict: noGo, requestedAt: rfc3339(ago(60)) });
  expect(spansToLeaveOut([newest, cancelled, failed, mended], minutes(2), now)).toEqual([
    { from: ago(10), to: ago(7) },
    { from: ago(30), to: ago(10) },
    { from: ago(60), to: ago(30) },
  ]);
});

describe('freezeBaseline', () => {
  it('keeps the last day of the version that serves now, and none of what was left out', async () => {
    const store = new MemoryStore();
    const reading = (at: number): Observation => ({
      criterion: 'healthy',
      at: instant(at),
      seconds: 15,
      reading: { type: 'check', ok: true },
    });
    const kept = [reading(ago(120)), reading(ago(10))];
    const leftOut = [
      reading(minus(now, hours(25))),
      reading(ago(55)),
      // Its interval has not ended when the old version does.
      reading(minus(now, seconds(5))),
    ];
    await store.saveObservations('production', [...kept, ...leftOut]);
    const earlier = deployment({ finishedAt: rfc3339(ago(50)) });
    await store.append({ expected: 0, events: [requested(earlier)], deployment: earlier });
    const next = deployment({ id: '02DEPLOYMENT', requestedAt: rfc3339(now) });
    expect(await freezeBaseline({ store, deployment: next, until: now, settle: minutes(2) })).toBe(2);
    expect(await store.baseline('02DEPLOYMENT')).toEqual(kept);
  });
});

function requested({ id, environment, service, version }: Deployment) {
  const event = {
    type: 'requested',
    environment,
    service,
    version,
    planHash: 'p1',
    steps: [],
  } satisfies DeploymentEvent;
  return { deployment: id, sequence: 1, at: rfc3339(ago(60)), actor: 'devops', event, previous: '', hash: 'h' };
}
