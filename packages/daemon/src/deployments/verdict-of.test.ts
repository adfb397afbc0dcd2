import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { instant, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import { type Ruling, rule, verdictOf } from './verdict-of.ts';
import { watchProgress } from './watch-progress.fixture.ts';

const at = '2026-12-01T22:00:00.000Z';
const deployed = (changes: Partial<Deployment>): Deployment => ({
  id: '01JE0000',
  environment: 'production',
  service: 'shop',
  phase: 'watching',
  version: { version: '1.4.2', commit: '9f8d111' },
  planHash: 'p',
  deployedBy: 'devops',
  requestedAt: at,
  steps: [],
  signOffs: {},
  blindGaps: [],
  decisions: [],
  sequence: 1,
  ...changes,
});
const assessed = (changes: Partial<Assessment> = {}): Assessment => ({
  verdict: 'go',
  recommendation: 'proceed',
  rule: 'all criteria hold',
  because: ['errors are as usual'],
  final: false,
  certified: true,
  watch: watchProgress,
  judgements: [],
  ...changes,
});
const bad = assessed({
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: ['p95 is 412 ms'],
  certified: false,
});
const recorded: NonNullable<Deployment['verdict']> = {
  type: 'verdict-changed',
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: ['p95 was 412 ms'],
  final: true,
};
const decision = (word: 'go' | 'no-go' | 'roll-back') => ({ decision: word, reason: 'I saw it', by: 'lead', at });
const back = { target: { version: '1.4.1', commit: 'abc' }, requestedBy: 'lead', requestedAt: at };

describe('the verdict on a deployment', () => {
  it.each<[string, Deployment | undefined, Assessment | undefined, Partial<Ruling>]>([
    [
      'nothing deployed yet',
      undefined,
      undefined,
      { verdict: 'undecided', recommendation: 'hold', because: ['Nothing has been deployed to production yet'] },
    ],
    [
      'planned',
      deployed({ phase: 'planned' }),
      undefined,
      { verdict: 'undecided', because: ['devops is preparing the deploy of 1.4.2'] },
    ],
    ['preflight', deployed({ phase: 'preflight' }), undefined, { verdict: 'undecided', recommendation: 'hold' }],
    ['deploying', deployed({ phase: 'deploying' }), undefined, { verdict: 'undecided', recommendation: 'hold' }],
    // An assessment of the watch before must not shine through.
    ['deploying, after a GO', deployed({ phase: 'deploying' }), assessed(), { verdict: 'undecided' }],
    ['verifying', deployed({ phase: 'verifying' }), undefined, { verdict: 'undecided', recommendation: 'hold' }],
    ['a watch without a reading', deployed({}), undefined, { verdict: 'undecided', rule: 'the watch has just begun' }],
    ['a watch', deployed({}), bad, { verdict: 'no-go', recommendation: 'roll-back', because: ['p95 is 412 ms'] }],
    ['a watch before its first look after a restart', deployed({ verdict: recorded }), undefined, { verdict: 'no-go' }],
    [
      'a watch that a person stopped',
      deployed({ decisions: [decision('no-go')] }),
      assessed(),
      { verdict: 'no-go', recommendation: 'hold', because: ['lead decided NO-GO: I saw it'], final: false },
    ],
    [
      'a watch that a person stopped, with reasons of the engine',
      deployed({ decisions: [decision('no-go')] }),
      bad,
      { verdict: 'no-go', recommendation: 'roll-back', because: ['lead decided NO-GO: I saw it', 'p95 is 412 ms'] },
    ],
    [
      'a rollback decided and not begun',
      deployed({ decisions: [decision('roll-back')] }),
      assessed(),
      { verdict: 'no-go', recommendation: 'roll-back', because: ['lead decided to roll back: I saw it'] },
    ],
    [
      'succeeded',
      deployed({ phase: 'succeeded' }),
      assessed({ final: true }),
      { verdict: 'go', recommendation: 'proceed', final: true, certified: true },
    ],
    [
      'succeeded by decision, against the engine',
      deployed({ phase: 'succeeded', decisions: [decision('go')] }),
      bad,
      { verdict: 'go', because: ['lead decided GO: I saw it'], rule: 'a person decided', certified: false },
    ],
    [
      'a failed step',
      deployed({
        phase: 'failed',
        runnerPhase: 'deploying',
        steps: [{ phase: 'deploying', id: 'x', title: 'npm run migrate', state: 'failed', exitCode: 3 }],
      }),
      undefined,
      {
        verdict: 'no-go',
        recommendation: 'roll-back',
        rule: 'a step of the deploy failed',
        because: ['"npm run migrate" failed with exit code 3'],
      },
    ],
    [
      'a step that timed out',
      deployed({
        phase: 'failed',
        runnerPhase: 'deploying',
        steps: [{ phase: 'deploying', id: 'x', title: './deploy.sh', state: 'timed-out', exitCode: null }],
      }),
      undefined,
      { verdict: 'no-go', because: ['"./deploy.sh" timed out'] },
    ],
    [
      'a failed verification',
      deployed({ phase: 'failed', runnerPhase: 'verifying', because: 'sign-in answered 500' }),
      undefined,
      {
        verdict: 'no-go',
        recommendation: 'roll-back',
        rule: 'the verification failed',
        because: ['sign-in answered 500'],
      },
    ],
    [
      'a watch that ended NO-GO',
      deployed({ phase: 'failed', runnerPhase: 'verifying', watchStartedAt: at, verdict: recorded }),
      undefined,
      { verdict: 'no-go', rule: 'one blocking criterion fails', because: ['p95 was 412 ms'], final: true },
    ],
    [
      'a failed rollback',
      deployed({ phase: 'failed', runnerPhase: 'rolling-back', watchStartedAt: at, rollback: back, because: 'no tag' }),
      bad,
      { verdict: 'no-go', rule: 'the rollback failed', because: ['no tag', 'roll back again once the cause is gone'] },
    ],
    [
      'interrupted',
      deployed({ phase: 'interrupted', because: 'the runner has been silent for 30s' }),
      undefined,
      {
        verdict: 'undecided',
        recommendation: 'hold',
        because: [
          'the runner has been silent for 30s',
          'go on with daywatch deploy production --resume 01JE0000, or roll back with daywatch rollback production',
        ],
      },
    ],
    [
      'an interrupted rollback',
      deployed({ phase: 'interrupted', runnerPhase: 'rolling-back', rollback: back }),
      undefined,
      {
        verdict: 'no-go',
        because: ['the runner fell silent', 'go on with the rollback: daywatch rollback production --resume 01JE0000'],
      },
    ],
    [
      'rolling back',
      deployed({ phase: 'rolling-back', rollback: back }),
      bad,
      { verdict: 'no-go', recommendation: 'roll-back', because: ['lead is rolling 1.4.2 back to 1.4.1'], final: false },
    ],
    [
      'rolled back',
      deployed({ phase: 'rolled-back', rollback: back }),
      bad,
      { verdict: 'no-go', recommendation: 'hold', because: ['1.4.2 was rolled back to 1.4.1'], final: true },
    ],
    [
      'a GO that a person has taken back since',
      deployed({
        phase: 'failed',
        watchStartedAt: at,
        verdict: { type: 'verdict-changed', ...assessed({ final: true }), because: ['errors are as usual'] },
        decisions: [{ decision: 'no-go', reason: 'invoices are wrong', by: 'lena', at }],
      }),
      undefined,
      {
        verdict: 'no-go',
        recommendation: 'hold',
        rule: 'a person decided',
        because: ['lena decided NO-GO: invoices are wrong'],
        final: true,
      },
    ],
    [
      'a failed preflight',
      deployed({ phase: 'cancelled', because: 'npm test failed' }),
      undefined,
      {
        verdict: 'undecided',
        recommendation: 'hold',
        because: ['npm test failed', 'production still runs what it ran before'],
        final: true,
      },
    ],
    ['superseded', deployed({ phase: 'superseded' }), undefined, { verdict: 'undecided', final: true }],
  ])('in phase: %s', (_what, deployment, assessment, expected) => {
    const facts = { environment: 'production', ...(deployment && { deployment }), ...(assessment && { assessment }) };
    expect(rule(facts)).toMatchObject(expected);
  });

  it('is taken back by the engine only when all that failed is well again, as a plan with recover: true wants it', () => {
    const deployment = deployed({ verdict: recorded });
    const doubt = assessed({ verdict: 'undecided', recommendation: 'hold', certified: false });
    const ruling = (assessment: Assessment) => rule({ environment: 'production', deployment, assessment });
    expect(ruling(doubt)).toMatchObject({ verdict: 'no-go', because: ['p95 was 412 ms'] });
    expect(ruling({ ...doubt, recoveredSince: at })).toMatchObject({ verdict: 'undecided', recoveredSince: at });
    expect(ruling({ ...bad, recoveredSince: at })).toMatchObject({ verdict: 'no-go', recoveredSince: at });
  });

  it('is unknown past its validity, however good it was', () => {
    const asOf = instant(Date.parse(at));
    const state = {
      name: 'production',
      asOf,
      validUntil: plus(asOf, seconds(45)),
      deployment: deployed({}),
      assessment: assessed(),
    };
    expect(verdictOf(state, plus(asOf, seconds(45))).verdict).toBe('go');
    expect(verdictOf(state, plus(asOf, seconds(46)))).toEqual({
      verdict: 'undecided',
      recommendation: 'hold',
      rule: 'what is known is out of date',
      because: [`the daemon has not looked since ${at}`],
      final: false,
      certified: false,
    });
  });
});
