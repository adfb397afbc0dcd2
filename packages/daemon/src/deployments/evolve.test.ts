import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from '../record/chain.ts';
import { fold } from './evolve.ts';

const requested: DeploymentEvent = {
  type: 'requested',
  environment: 'production',
  service: 'shop',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'p1',
  steps: [{ phase: 'deploying', id: 'merge', title: 'git merge' }],
};
const after = (...events: readonly DeploymentEvent[]) =>
  fold(chain(emptyChain, [requested, ...events], { deployment: 'D1', at: instant(0), actor: 'devops' }));

const ended = (phase: 'preflight' | 'deploying' | 'verifying' | 'verifying-rollback', outcome: 'passed' | 'failed') =>
  ({ type: 'phase-finished', phase, outcome, because: `${phase} ${outcome}` }) satisfies DeploymentEvent;
const target = { version: '1.4.1', commit: 'aaaaaaa' };

describe('the phase of a deployment', () => {
  it.each([
    ['planned', []],
    ['preflight', [{ type: 'phase-started', phase: 'preflight' }]],
    ['cancelled', [ended('preflight', 'failed')]],
    ['deploying', [{ type: 'phase-started', phase: 'deploying' }, ended('deploying', 'passed')]],
    ['failed', [ended('deploying', 'failed')]],
    ['failed', [ended('verifying', 'failed')]],
    ['watching', [{ type: 'watch-started', for: '1d' }]],
    ['succeeded', [{ type: 'watch-ended', verdict: 'go', seen: '1d', blind: '0s', because: 'all held' }]],
    ['failed', [{ type: 'watch-ended', verdict: 'no-go', seen: '1d', blind: '0s', because: 'errors' }]],
    ['succeeded', [{ type: 'decided', decision: 'go', reason: 'known and harmless' }]],
    ['rolling-back', [{ type: 'rollback-requested', target, steps: [] }]],
    [
      'rolling-back',
      [
        { type: 'rollback-requested', target, steps: [] },
        { type: 'phase-started', phase: 'verifying-rollback' },
      ],
    ],
    ['rolled-back', [{ type: 'rollback-requested', target, steps: [] }, ended('verifying-rollback', 'passed')]],
    ['failed', [{ type: 'rollback-requested', target, steps: [] }, ended('verifying-rollback', 'failed')]],
    [
      'interrupted',
      [
        { type: 'phase-started', phase: 'deploying' },
        { type: 'interrupted', because: 'Ctrl-C' },
      ],
    ],
    ['superseded', [{ type: 'superseded', by: '1.4.3' }]],
  ] satisfies [string, DeploymentEvent[]][])('is %s after %j', (phase, events) => {
    expect(after(...events)?.phase).toBe(phase);
  });

  it('stays open when the watch ends undecided: a person decides', () => {
    const state = after(
      { type: 'watch-started', for: '1d' },
      { type: 'watch-ended', verdict: 'undecided', seen: '2h', blind: '1d', because: 'seen too little' },
    );
    expect(state).toMatchObject({ phase: 'watching', because: 'seen too little' });
    expect(state?.endedAt).toBeUndefined();
  });
});

describe('the steps of a deployment', () => {
  it('wait, run and end', () => {
    const started: DeploymentEvent = { type: 'step-started', phase: 'deploying', step: 'merge', title: 'git merge' };
    expect(after()?.steps[0]?.state).toBe('waiting');
    expect(after(started)?.steps[0]).toMatchObject({ state: 'running', startedAt: '1970-01-01T00:00:00.000Z' });
    expect(
      after(started, {
        type: 'step-finished',
        phase: 'deploying',
        step: 'merge',
        outcome: 'failed',
        exitCode: 1,
        seconds: 0.4,
        tail: 'conflict',
      })?.steps,
    ).toMatchObject([{ id: 'merge', state: 'failed', exitCode: 1, tail: 'conflict' }]);
  });

  it('that nobody planned are kept too', () => {
    expect(
      after({ type: 'step-started', phase: 'deploying', step: 'restore', title: 'restore the checkout' })?.steps,
    ).toHaveLength(2);
  });

  it('stop running when the deployment is interrupted', () => {
    const state = after(
      { type: 'step-started', phase: 'deploying', step: 'merge', title: 'git merge' },
      { type: 'interrupted', because: 'silence' },
    );
    expect(state?.steps[0]?.state).toBe('interrupted');
  });
});

it('refuses a record that does not begin with a request', () => {
  const events = chain(emptyChain, [{ type: 'watch-started', for: '1d' }], {
    deployment: 'D1',
    at: instant(0),
    actor: 'devops',
  });
  expect(() => fold(events)).toThrow('does not begin with "requested"');
});
