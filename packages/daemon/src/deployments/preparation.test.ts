import type { DeploymentRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, instant, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from '../record/chain.ts';
import { isBusy } from './at-work.ts';
import { checklistState } from './checklist-state.ts';
import { type Command, decide } from './decide.ts';
import { fold } from './evolve.ts';

const first = { version: '1.4.2', commit: '9f8d1110000' };
const second = { version: '1.4.3', commit: '1a2b3c40000' };
const steps = [{ phase: 'deploying', id: 'deploy', title: './deploy.sh' } as const];
const at = '2026-12-01T22:00:00.000Z';

const requestFor = (version = first, more: Partial<DeploymentRequest> = {}): DeploymentRequest => ({
  id: 'D1',
  service: 'shop',
  version,
  planHash: 'p1',
  steps,
  ...more,
});
const checklist: readonly ChecklistItem[] = [
  { by: 'runner', type: 'run', id: 'tests', title: 'Tests', options: { run: 'npm test' }, timeout: minutes(5) },
  { by: 'people', type: 'sign-off', id: 'reviewed', title: 'Rollback reviewed', role: 'devops-lead' },
];

/** The state after commands, each of which must be accepted. */
function after(...commands: readonly Command[]): Deployment {
  let events: DeploymentEvent[] = [];
  for (const command of commands) {
    const decision = decide(command, stateOf(events));
    if ('refused' in decision) throw new Error(decision.refused.detail);
    events = [...events, ...decision.events];
  }
  const state = stateOf(events);
  if (state === undefined) throw new Error('nothing was requested');
  return state;
}
const stateOf = (events: readonly DeploymentEvent[]): Deployment | undefined =>
  fold(chain(emptyChain, events, { deployment: 'D1', at: instant(Date.parse(at)), actor: 'dana' }));
const refusal = (command: Command, state: Deployment) => {
  const decision = decide(command, state);
  return 'refused' in decision ? decision.refused.code : decision.events.map(({ type }) => type);
};
const items = (state: Deployment) =>
  checklistState(checklist, state).map(({ item, state: is, because }) => `${item.id} ${is}: ${because}`);

const prepared: Command = { type: 'request', environment: 'production', request: requestFor(), prepared: true };
const signed: Command = { type: 'sign-off', item: 'reviewed', role: 'devops-lead', note: 'read it twice' };
const takenUp: Command = { type: 'take-up', request: requestFor() };
const checked = (state: 'passed' | 'failed' | 'asks', because = 'exit code 0', when = at) =>
  ({ type: 'checked', item: 'tests', state, because, at: when }) as const;
const report = (...reports: Extract<Command, { type: 'report' }>['reports']): Command => ({
  type: 'report',
  reports,
  watchFor: hours(24),
  checklist,
});
const preflight = { type: 'phase-started', phase: 'preflight' } as const;
const preflightPassed = { type: 'phase-finished', phase: 'preflight', outcome: 'passed' } as const;

describe('a planned deployment', () => {
  it('is not busy until a runner takes it up', () => {
    expect(isBusy(after(prepared))).toBe(false);
    expect(isBusy(after(prepared, takenUp))).toBe(true);
  });

  it('does not fall silent, for nobody is at work', () => {
    const silent: Command = { type: 'fall-silent', silentFor: minutes(1) };
    expect(refusal(silent, after(prepared))).toEqual([]);
    expect(refusal(silent, after(prepared, takenUp))).toEqual(['interrupted']);
  });

  it('is signed for its commit and plan', () => {
    expect(after(prepared, signed).signOffs.reviewed).toEqual({
      by: 'dana',
      at,
      role: 'devops-lead',
      note: 'read it twice',
      commit: first.commit,
      planHash: 'p1',
    });
  });

  it.each<[string, Command, string]>([
    [
      'another commit',
      { type: 'prepare', request: requestFor(second) },
      'dana signed for 9f8d111, now 1a2b3c4: sign again',
    ],
    [
      'another plan',
      { type: 'prepare', request: requestFor(first, { planHash: 'p2' }) },
      'dana signed for 9f8d111, another plan is in force: sign again',
    ],
    [
      'a plan that the daemon was told of',
      { type: 'replan', planHash: 'p2' },
      'dana signed for 9f8d111, another plan is in force: sign again',
    ],
  ])('loses its sign-offs, visibly, by %s', (_what, command, because) => {
    const state = after(prepared, signed, command);
    expect(state.signOffs).toEqual({});
    expect(items(state)[1]).toBe(`reviewed waiting: ${because}`);
    expect(items(after(prepared, signed, command, signed))[1]).toBe('reviewed passed: signed by dana: read it twice');
  });

  it('keeps them when it is prepared again for the same', () => {
    expect(refusal({ type: 'prepare', request: requestFor() }, after(prepared, signed))).toEqual([]);
  });

  it('is for all services, and goes back to nothing, when it is prepared again without naming any', () => {
    const named = requestFor(first, { services: ['api'], rollbackTarget: second });
    const state = after({ type: 'request', environment: 'production', request: named, prepared: true });
    expect(state).toMatchObject({ services: ['api'], rollbackTarget: second });
    const again = after(
      { type: 'request', environment: 'production', request: named, prepared: true },
      { type: 'prepare', request: requestFor() },
    );
    expect(again.services).toBeUndefined();
    expect(again.rollbackTarget).toBeUndefined();
    const otherPlan = after(
      { type: 'request', environment: 'production', request: named, prepared: true },
      { type: 'replan', planHash: 'p2' },
    );
    expect(otherPlan).toMatchObject({ services: ['api'], rollbackTarget: second });
  });

  it('loses overrides of items with them, but not one of the window', () => {
    const of = (what: string): Command => ({ type: 'override', what, reason: 'the site is down' });
    const state = after(prepared, of('tests'), of('window'), { type: 'prepare', request: requestFor(second) });
    expect(state.overrides?.map(({ what }) => what)).toEqual(['window']);
  });

  it('forgets what was found of another commit', () => {
    const found = after(prepared, report(checked('passed')));
    expect(items(found)[0]).toBe('tests passed: exit code 0');
    const moved = after(prepared, report(checked('passed')), { type: 'prepare', request: requestFor(second) });
    expect(items(moved)[0]).toBe('tests waiting: not looked at yet');
  });

  it('is taken up with its sign-offs, and looked at anew', () => {
    const state = after(prepared, signed, report(checked('passed')), takenUp);
    expect(state).toMatchObject({ phase: 'planned', prepared: { state: 'taken-up' }, signOffs: { reviewed: {} } });
    expect(items(state)[0]).toBe('tests waiting: not looked at yet');
  });

  it('waits again when its checklist was not fulfilled, with the reason', () => {
    const failed = { type: 'phase-finished', phase: 'preflight', outcome: 'failed', because: 'Tests: exit 1' } as const;
    const state = after(prepared, signed, takenUp, report(preflight, failed));
    expect(state).toMatchObject({ phase: 'planned', prepared: { state: 'waiting', lastAttempt: 'Tests: exit 1' } });
    expect(state.signOffs).toHaveProperty('reviewed');
    expect(isBusy(state)).toBe(false);
    // The answer was lost on the way: the runner sends it again.
    expect(refusal(report(preflight, failed), state)).toEqual([]);
  });

  it('waits again when its runner is interrupted before the first step', () => {
    const state = after(prepared, takenUp, report(preflight, { type: 'interrupted', because: 'Ctrl-C' }));
    expect(state).toMatchObject({ phase: 'planned', prepared: { state: 'waiting', lastAttempt: 'Ctrl-C' } });
    expect(
      isBusy(after(prepared, takenUp, report(preflight, { type: 'interrupted', because: 'x' }), { type: 'resume' })),
    ).toBe(true);
  });

  it('takes no report of a step from a runner that has not taken it up', () => {
    expect(refusal(report(preflight), after(prepared))).toBe('wrong-phase');
    expect(refusal(report(checked('failed')), after(prepared))).toEqual(['checked']);
  });

  it('is cancelled, as is one in its preflight, but not what has begun', () => {
    const cancel: Command = { type: 'cancel', reason: 'postponed' };
    expect(after(prepared, cancel)).toMatchObject({ phase: 'cancelled', because: 'postponed' });
    expect(refusal(cancel, after(prepared, takenUp, report(preflight)))).toEqual(['cancelled']);
    const passed = report(preflight, checked('passed'), preflightPassed, { type: 'phase-started', phase: 'deploying' });
    const begun = after(prepared, signed, takenUp, passed);
    expect(refusal(cancel, begun)).toBe('wrong-phase');
    expect(refusal({ type: 'sign-off', item: 'reviewed', role: 'qa' }, begun)).toBe('wrong-phase');
    expect(refusal({ type: 'override', what: 'tests', reason: 'x' }, begun)).toBe('wrong-phase');
  });
});

describe('the door that the daemon holds', () => {
  const asked: Command = { type: 'request', environment: 'production', request: requestFor() };

  it('does not open while an item is open, whatever the runner says', () => {
    expect(refusal(report(preflight, checked('passed'), preflightPassed), after(asked))).toBe('checklist-open');
    expect(refusal(report(preflight, checked('failed', 'exit code 1'), preflightPassed), after(asked, signed))).toBe(
      'checklist-open',
    );
  });

  it.each<[string, Extract<Command, { type: 'report' }>['reports'][number]]>([
    ['the deploy', { type: 'phase-started', phase: 'deploying' }],
    ['a step', { type: 'step-started', phase: 'deploying', step: 'merge', title: 'git merge' }],
    ['its end', { type: 'phase-finished', phase: 'deploying', outcome: 'passed' }],
    ['the verification', { type: 'phase-started', phase: 'verifying' }],
  ])('is not walked around by a runner that leaves the preflight out and begins with %s', (_, one) => {
    expect(refusal(report(one), after(asked))).toBe('checklist-open');
    expect(refusal(report(preflight, one), after(asked))).toBe('checklist-open');
    const interrupted: Command = { type: 'fall-silent', silentFor: minutes(1) };
    expect(refusal(report(one), after(asked, report(preflight), interrupted, { type: 'resume' }))).toBe(
      'checklist-open',
    );
  });

  it('is asked again before the first step: a sign-off that was withdrawn meanwhile is missed', () => {
    const passed = after(asked, signed, report(preflight, checked('passed'), preflightPassed));
    const begins = report({ type: 'phase-started', phase: 'deploying' });
    expect(refusal(begins, passed)).toEqual(['phase-started']);
    const withdrawn = after(asked, signed, report(preflight, checked('passed'), preflightPassed), {
      type: 'withdraw-sign-off',
      item: 'reviewed',
    });
    expect(refusal(begins, withdrawn)).toBe('checklist-open');
  });

  it('does not shut behind who has passed it', () => {
    const closed = { ...report({ type: 'phase-started', phase: 'verifying' }), closed: 'the window has closed' };
    const begun = report(
      preflight,
      checked('passed'),
      preflightPassed,
      { type: 'phase-started', phase: 'deploying' },
      { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
    );
    expect(refusal(closed, after(asked, signed, begun))).toEqual(['phase-started']);
  });

  it('is asked again by a runner that begins the preflight again', () => {
    const state = after(
      asked,
      signed,
      report(preflight, checked('passed'), preflightPassed),
      { type: 'fall-silent', silentFor: minutes(1) },
      { type: 'resume' },
      { type: 'withdraw-sign-off', item: 'reviewed' },
    );
    expect(refusal(report({ type: 'phase-started', phase: 'deploying' }), state)).toBe('checklist-open');
  });

  it('believes a runner only what a runner looks at', () => {
    const forged = { ...checked('passed'), item: 'reviewed' };
    expect(refusal(report(preflight, forged), after(asked))).toBe('unknown-item');
    expect(refusal(report(forged), after(prepared))).toBe('unknown-item');
    expect(refusal(report(preflight, { ...forged, item: 'gone' }), after(asked))).toContain('checked');
  });

  it('opens when all is fulfilled, or overridden', () => {
    const fulfilled = report(preflight, checked('passed'), preflightPassed);
    expect(refusal(fulfilled, after(asked, signed))).toEqual(['phase-started', 'checked', 'phase-finished']);
    const one: Command = { type: 'override', what: 'reviewed', reason: 'nobody is there' };
    expect(refusal(fulfilled, after(asked, one))).toContain('phase-finished');
    const all = after({ ...asked, request: requestFor(first, { override: 'the site is down' }) });
    expect(refusal(report(preflight, preflightPassed), all)).toContain('phase-finished');
    expect(all.overrides).toEqual([{ what: 'everything', reason: 'the site is down', by: 'dana', at }]);
  });
});

describe('a look that only a person can decide', () => {
  const asks = report({ ...checked('asks', 'two statements are not understood'), role: 'devops-lead' });

  it('is open until one of the role has signed', () => {
    expect(items(after(prepared, asks))[0]).toBe(
      'tests waiting: devops-lead has not signed (two statements are not understood)',
    );
    const yes: Command = { type: 'sign-off', item: 'tests', role: 'devops-lead' };
    expect(items(after(prepared, asks, yes))[0]).toBe(
      'tests passed: signed by dana (two statements are not understood)',
    );
  });
});

describe('a look that finds the same again', () => {
  it('is recorded once an hour', () => {
    const note = (when: string, because = 'exit code 0'): Command => ({
      type: 'note-check',
      check: checked('passed', because, when),
    });
    const state = after(prepared, note(at));
    expect(refusal(note('2026-12-01T22:59:59.000Z'), state)).toEqual([]);
    expect(refusal(note('2026-12-01T23:00:00.000Z'), state)).toEqual(['checked']);
    expect(refusal(note('2026-12-01T22:00:30.000Z', 'exit code 1'), state)).toEqual(['checked']);
  });
});

describe('a record of an earlier version', () => {
  it('tells its override and its checks as before', () => {
    const old = stateOf([
      {
        type: 'requested',
        environment: 'production',
        service: 'shop',
        version: first,
        planHash: 'p1',
        steps: [{ phase: 'preflight', id: 'tests', title: 'Tests' }],
        override: 'the site is down',
      },
      { type: 'step-started', phase: 'preflight', step: 'tests', title: 'Tests' },
      {
        type: 'step-finished',
        phase: 'preflight',
        step: 'tests',
        outcome: 'passed',
        exitCode: 0,
        seconds: 1,
        tail: '',
      },
      { type: 'signed-off', item: 'reviewed', role: 'devops-lead' },
    ]);
    expect(old?.overrides).toEqual([{ what: 'everything', reason: 'the site is down', by: 'dana', at }]);
    expect(old && items(old)).toEqual(['tests passed: it passed', 'reviewed passed: signed by dana']);
  });
});
