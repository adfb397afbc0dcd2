import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { DecisionWord } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { hours, instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from '../record/chain.ts';
import { type Command, decide } from './decide.ts';
import { fold } from './evolve.ts';
import { watchProgress } from './watch-progress.fixture.ts';

const version = { version: '1.4.2', commit: '9f8d111' };
const stable = { version: '1.4.1', commit: 'aaaaaaa' };
const step = { phase: 'deploying', id: 'merge', title: 'git merge' } as const;

const requested: DeploymentEvent = {
  type: 'requested',
  environment: 'production',
  service: 'shop',
  version,
  planHash: 'p1',
  steps: [step],
};
const deploying: DeploymentEvent = { type: 'phase-started', phase: 'deploying' };
const verifying: DeploymentEvent = { type: 'phase-started', phase: 'verifying' };
const deployed: DeploymentEvent = { type: 'phase-finished', phase: 'deploying', outcome: 'passed' };
const verified: DeploymentEvent = { type: 'phase-finished', phase: 'verifying', outcome: 'passed' };
const watching: DeploymentEvent = { type: 'watch-started', for: '1d' };
const interrupted: DeploymentEvent = { type: 'interrupted', because: 'Ctrl-C' };
const rollbackRequested: DeploymentEvent = {
  type: 'rollback-requested',
  target: stable,
  steps: [],
  reason: 'NO-GO',
};
const rolledBack: DeploymentEvent = { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' };
const inWatch = [requested, deploying, deployed, verifying, verified, watching];

const given = (...events: readonly DeploymentEvent[]) => {
  const state = fold(chain(emptyChain, events, { deployment: 'D1', at: instant(0), actor: 'devops' }));
  return {
    when: (command: Command) => {
      const decision = decide(command, state);
      return {
        gives: (...expected: readonly unknown[]) =>
          expect('events' in decision ? decision.events : decision.refused).toEqual(expected),
        refusedAs: (code: string, detail = '') =>
          expect(decision).toMatchObject({ refused: { code, detail: expect.stringContaining(detail) } }),
      };
    },
  };
};

const report = (...reports: Extract<Command, { type: 'report' }>['reports']): Command => ({
  type: 'report',
  reports,
  watchFor: hours(24),
});
const request = (facts: { busy?: Deployment; commit?: string } = {}): Command => ({
  type: 'request',
  environment: 'production',
  request: {
    id: 'D1',
    service: 'shop',
    version: { ...version, commit: facts.commit ?? version.commit },
    planHash: 'p1',
    steps: [step],
  },
  ...(facts.busy && { busy: facts.busy }),
});
const assessed = (facts: Partial<Assessment>): Command => ({
  type: 'judge',
  assessment: {
    verdict: 'undecided',
    recommendation: 'hold',
    rule: 'nothing decided yet',
    because: [],
    final: false,
    certified: false,
    judgements: [],
    watch: watchProgress,
    ...facts,
  },
});

describe('a request', () => {
  it('begins a deployment', () => given().when(request()).gives(requested));
  it('said twice is the same deployment', () => given(requested).when(request()).gives());
  it('with the id of another one is refused', () =>
    given(requested)
      .when(request({ commit: 'fffffff' }))
      .refusedAs('id-taken'));
  it('waits while somebody else deploys, and says who', () => {
    const busy = fold(chain(emptyChain, [requested, deploying], { deployment: 'D0', at: instant(0), actor: 'devops' }));
    if (busy === undefined) throw new Error('no deployment');
    given().when(request({ busy })).refusedAs('environment-busy', 'production is being deployed by devops (1.4.2).');
  });
});

describe('what the runner reports', () => {
  it('goes into the record as it came', () =>
    given(requested)
      .when(report({ type: 'phase-started', phase: 'deploying' }, { type: 'step-started', ...stepOf('merge') }))
      .gives(deploying, { type: 'step-started', ...stepOf('merge') }));
  it('begins the watch when the verification has passed', () =>
    given(requested, deploying, deployed, verifying)
      .when(report({ type: 'phase-finished', phase: 'verifying', outcome: 'passed' }))
      .gives(verified, watching));
  const deployEnd = { type: 'phase-finished', phase: 'deploying', outcome: 'passed' } as const;
  const verificationEnd = { type: 'phase-finished', phase: 'verifying', outcome: 'passed' } as const;
  it.each([
    ['begins no watch before the deploy has finished', [verificationEnd]],
    ['begins no watch of a deploy that is said to finish after it', [verificationEnd, deployEnd]],
  ] as const)('%s', (_, reports) =>
    given(requested, deploying)
      .when(report(...reports))
      .refusedAs('wrong-phase', 'begin the watch'),
  );
  it('begins no second watch when it comes again', () =>
    given(...inWatch)
      .when(report({ type: 'phase-finished', phase: 'verifying', outcome: 'passed' }))
      .gives());
  it('leaves no trace of heartbeats and output', () =>
    given(requested, deploying)
      .when(report({ type: 'heartbeat' }, { type: 'step-output', phase: 'deploying', step: 'merge', text: 'hi' }))
      .gives());
  it('brings an interrupted deployment back', () =>
    given(requested, deploying, interrupted)
      .when(report({ type: 'heartbeat' }))
      .gives({ type: 'resumed', from: 'deploying' }));
  it('is refused once the deployment has ended', () =>
    given(requested, deploying, { type: 'phase-finished', phase: 'deploying', outcome: 'failed' })
      .when(report({ type: 'step-started', ...stepOf('push') }))
      .refusedAs('wrong-phase', 'is failed'));
});

describe('silence of the runner', () => {
  it('interrupts what it was doing', () =>
    given(requested, deploying)
      .when({ type: 'fall-silent', silentFor: seconds(34) })
      .gives({ type: 'interrupted', because: 'the runner has been silent for 34s' }));
  it('means nothing during the watch', () =>
    given(...inWatch)
      .when({ type: 'fall-silent', silentFor: seconds(34) })
      .gives());
});

describe('a rollback', () => {
  const back: Command = { type: 'roll-back', request: { target: stable, steps: [], reason: 'NO-GO' } };
  it.each([
    ['in the middle of a watch', inWatch],
    ['after a failed verification', [requested, deploying, deployed, verifying, { ...verified, outcome: 'failed' }]],
    ['after an interruption', [requested, deploying, interrupted]],
    ['after the watch ended well', [...inWatch, { type: 'decided', decision: 'go', reason: 'fine' }]],
  ] satisfies [string, DeploymentEvent[]][])('begins %s', (_, events) =>
    given(...events)
      .when(back)
      .gives(rollbackRequested),
  );
  it('never begins while a deploy runs', () => given(requested, deploying).when(back).refusedAs('environment-busy'));
  it('is never rolled back itself', () =>
    given(...inWatch, rollbackRequested, rolledBack)
      .when(back)
      .refusedAs('wrong-phase', 'is rolled-back'));
  it('does not begin twice: an interrupted one is gone on with', () =>
    given(...inWatch, rollbackRequested, interrupted)
      .when(back)
      .refusedAs('wrong-phase'));
  it('to the version that is there already is refused', () =>
    given(...inWatch)
      .when({ type: 'roll-back', request: { target: version, steps: [], reason: 'x' } })
      .refusedAs('nothing-to-roll-back-to'));
});

describe('the verdict', () => {
  const noGo = { verdict: 'no-go', recommendation: 'roll-back', rule: 'one blocking criterion fails' } as const;
  it('is recorded when it changes', () =>
    given(...inWatch)
      .when(assessed({ ...noGo, because: ['errors'] }))
      .gives({ type: 'verdict-changed', ...noGo, because: ['errors'], final: false }));
  it('is not recorded again when only its numbers move', () =>
    given(...inWatch, { type: 'verdict-changed', ...noGo, because: ['4.1 %'], final: false })
      .when(assessed({ ...noGo, because: ['4.2 %'] }))
      .gives());
  it('ends the watch when it is final', () =>
    given(...inWatch)
      .when(
        assessed({ verdict: 'go', recommendation: 'proceed', rule: 'all held', because: ['seen 24 h'], final: true }),
      )
      .gives(
        {
          type: 'verdict-changed',
          verdict: 'go',
          recommendation: 'proceed',
          rule: 'all held',
          because: ['seen 24 h'],
          final: true,
        },
        { type: 'watch-ended', verdict: 'go', seen: '1h', blind: '0s', because: 'seen 24 h' },
      ));
  it('of a deployment that is no longer watched changes nothing', () =>
    given(...inWatch, rollbackRequested)
      .when(assessed(noGo))
      .gives());
});

describe('a sign-off', () => {
  it('is taken before the deploy', () =>
    given(requested)
      .when({ type: 'sign-off', item: 'rollback-reviewed', role: 'devops-lead' })
      .gives({
        type: 'signed-off',
        item: 'rollback-reviewed',
        role: 'devops-lead',
        commit: expect.any(String),
        planHash: expect.any(String),
      }));
  it('comes too late after it', () =>
    given(requested, deploying)
      .when({ type: 'sign-off', item: 'rollback-reviewed', role: 'devops-lead' })
      .refusedAs('wrong-phase'));
});

function stepOf(id: string) {
  return { phase: 'deploying', step: id, title: `git ${id}` } as const;
}

describe('what the monitor notes of a watch', () => {
  const silence = {
    id: 's1',
    environment: 'production',
    criterion: 'pool',
    owner: 'devops',
    reason: 'noise',
    from: '2026-12-01T22:00:00Z',
    until: '2026-12-01T23:00:00Z',
  };
  const silenced: DeploymentEvent = {
    type: 'silenced',
    silence: 's1',
    criterion: 'pool',
    reason: 'noise',
    until: silence.until,
  };
  const over: DeploymentEvent = { type: 'silence-ended', silence: 's1', criterion: 'pool', because: 'lead ended it' };
  const end: Command = { type: 'note-silence-end', silence: 's1', because: 'lead ended it' };
  const changed: DeploymentEvent = { type: 'plan-changed', from: 'p1', to: 'p2' };

  it('a silence, once, and only while it is watched', () => {
    given(...inWatch)
      .when({ type: 'note-silence', silence })
      .gives(silenced);
    given(...inWatch, silenced)
      .when({ type: 'note-silence', silence })
      .gives();
    given(requested, deploying).when({ type: 'note-silence', silence }).gives();
  });

  it('its end, once, and only of one that it knows', () => {
    given(...inWatch, silenced)
      .when(end)
      .gives(over);
    given(...inWatch, silenced, over)
      .when(end)
      .gives();
    given(...inWatch)
      .when(end)
      .gives();
  });

  it('another plan, each time that it is another, and only while it is watched', () => {
    given(...inWatch)
      .when({ type: 'note-plan', planHash: 'p2' })
      .gives(changed);
    given(...inWatch, changed)
      .when({ type: 'note-plan', planHash: 'p2' })
      .gives();
    given(...inWatch, changed)
      .when({ type: 'note-plan', planHash: 'p1' })
      .gives({ type: 'plan-changed', from: 'p2', to: 'p1' });
    given(requested, deploying).when({ type: 'note-plan', planHash: 'p2' }).gives();
  });
});

describe('a version that had its GO', () => {
  const ended: DeploymentEvent = { type: 'watch-ended', verdict: 'go', seen: '1d', blind: '0s', because: 'all held' };
  const said = (decision: DecisionWord): Command => ({ type: 'decide', decision, reason: 'invoices are wrong' });

  it.each<[DecisionWord]>([['no-go'], ['roll-back']])('may be found bad later: %s', (decision) => {
    const found: DeploymentEvent = { type: 'decided', decision, reason: 'invoices are wrong' };
    given(...inWatch, ended)
      .when(said(decision))
      .gives(found);
    given(...inWatch, ended, found)
      .when({ type: 'tag', tag: 'stable/1', commit: version.commit })
      .refusedAs('wrong-phase');
  });
  it('and good again after all', () => {
    const found: DeploymentEvent = { type: 'decided', decision: 'no-go', reason: 'invoices are wrong' };
    given(...inWatch, ended, found)
      .when(said('go'))
      .gives({ type: 'decided', decision: 'go', reason: 'invoices are wrong' });
  });
  it.each<[DecisionWord]>([['go'], ['extend']])('has nothing else to be decided: %s', (decision) =>
    given(...inWatch, ended)
      .when(said(decision))
      .refusedAs('wrong-phase', 'one cannot decide about it'),
  );
});
