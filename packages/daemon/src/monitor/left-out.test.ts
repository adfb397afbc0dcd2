import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DecisionWord } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minus, minutes, plus, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { deploymentOf } from './deployment.fixture.ts';
import {
  endOfMinute,
  endOfReading,
  leaveOut,
  spansOfDeployments,
  spansOfOtherQuestions,
  spansOfSilences,
} from './left-out.ts';

const now = instant(Date.UTC(2026, 11, 1, 22));
const ago = (span: number) => minus(now, minutes(span));

const deployment = (facts: Partial<Deployment>) => deploymentOf({ requestedAt: rfc3339(ago(60)), ...facts });
const noGo: NonNullable<Deployment['verdict']> = {
  type: 'verdict-changed',
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: [],
  final: false,
};
const rollback = {
  target: { version: '1.4.0', commit: 'bbb' },
  requestedBy: 'x',
  requestedAt: '',
  finishedAt: rfc3339(ago(20)),
};
const notRecovered = {
  startedAt: rfc3339(ago(20)),
  for: '15m',
  first: [],
  ended: { at: rfc3339(ago(15)), outcome: 'not-recovered' as const, because: [] },
};
const decided = (decision: DecisionWord) => ({ decision, reason: 'seen', by: 'lena', at: rfc3339(ago(30)) });
const usual = { because: 'the deploy of 1.4.1', usual: true };

describe('of deployments, no baseline has', () => {
  it.each([
    ['a deploy with its settling', { finishedAt: rfc3339(ago(50)) }, [{ from: ago(60), to: ago(48), ...usual }]],
    [
      'all that a version did that was rolled back',
      { phase: 'rolled-back', finishedAt: rfc3339(ago(50)), rollback },
      [{ from: ago(60), to: ago(18), because: '1.4.1, which was rolled back' }],
    ],
    [
      'what ran after a rollback and had not recovered either',
      { phase: 'rolled-back', finishedAt: rfc3339(ago(50)), rollback: { ...rollback, watch: notRecovered } },
      [{ from: ago(60), to: now, because: '1.4.1, which was rolled back, and what ran then had not recovered' }],
    ],
    [
      'what came after a failure that nobody mended',
      { phase: 'failed' },
      [{ from: ago(60), to: now, because: '1.4.1, which failed' }],
    ],
    [
      'what came after a runner that fell silent',
      { phase: 'interrupted' },
      [{ from: ago(60), to: now, because: '1.4.1, which was interrupted' }],
    ],
    [
      'all that a version did whose NO-GO nobody lifted',
      { phase: 'watching', verdict: noGo },
      [{ from: ago(60), to: now, because: '1.4.1, which had a NO-GO' }],
    ],
    [
      'all that a version did that a person decided against',
      { phase: 'watching', finishedAt: rfc3339(ago(50)), decisions: [decided('no-go'), decided('extend')] },
      [{ from: ago(60), to: now, because: '1.4.1, which had a NO-GO' }],
    ],
    [
      'more than the deploy of a version that is watched for longer',
      { phase: 'watching', finishedAt: rfc3339(ago(50)), decisions: [decided('extend')] },
      [{ from: ago(60), to: ago(48), ...usual }],
    ],
    [
      'more than the deploy of a version that a person let pass',
      { phase: 'succeeded', verdict: noGo, finishedAt: rfc3339(ago(50)) },
      [{ from: ago(60), to: ago(48), ...usual }],
    ],
    ['anything to do with one that never began', { phase: 'cancelled', runnerPhase: 'preflight' }, []],
    ['anything to do with one that was interrupted before', { phase: 'interrupted', runnerPhase: 'preflight' }, []],
  ] satisfies [string, Partial<Deployment>, unknown[]][])('%s', (_, facts, spans) => {
    expect(spansOfDeployments([deployment(facts)], minutes(2), now)).toEqual(spans);
  });

  it('a version with a NO-GO until the one that mended it came, and what failed until then', () => {
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
    const mended = deployment({ id: '01', phase: 'superseded', verdict: noGo });
    expect(spansOfDeployments([newest, cancelled, failed, mended], minutes(2), now)).toMatchObject([
      { from: ago(10), to: ago(7) },
      { from: ago(30), to: ago(10) },
      { from: ago(60), to: ago(30) },
    ]);
  });
});

it('leaves out the time of a silence, up to where it was ended', () => {
  const silence = { id: 's', environment: 'production', criterion: 'one', owner: 'devops', reason: 'noise' };
  const times = { from: rfc3339(ago(30)), until: rfc3339(ago(10)) };
  expect(spansOfSilences([{ ...silence, ...times, endedBy: 'lead' }])).toEqual([
    { from: ago(30), to: ago(10), because: 'the time in which devops had silenced it' },
  ]);
});

describe('of other questions', () => {
  const asked = (...questions: [number, string][]) =>
    questions.map(([span, question]) => ({
      environment: 'production',
      criterion: 'one',
      since: span === 0 ? instant(0) : ago(span),
      question,
    }));

  it.each<[string, [number, string][], unknown[]]>([
    ['nothing is left out of one that never changed', [[0, 'a']], []],
    ['nothing is left out of one of which nothing is known', [], []],
    [
      'all before the change',
      [
        [0, 'b'],
        [12, 'a'],
      ],
      [{ from: instant(0), to: ago(12) }],
    ],
    [
      'what was tried in between',
      [
        [0, 'a'],
        [30, 'b'],
        [20, 'c'],
        [10, 'a'],
      ],
      [
        { from: ago(30), to: ago(20) },
        { from: ago(20), to: ago(10) },
      ],
    ],
    ['all, when it is not asked any more', [[0, 'b']], [{ from: instant(0), to: now }]],
  ])('%s', (_, questions, spans) => {
    expect(spansOfOtherQuestions(asked(...questions), 'a', now)).toMatchObject(spans);
  });

  it('says when it changed', () => {
    const [span] = spansOfOtherQuestions(asked([0, 'b'], [12, 'a']), 'a', now);
    expect(span?.because).toBe('what was read before its query changed at 2026-12-01 21:48 UTC');
  });
});

describe('leaving out', () => {
  const look = (at: number, length = 15): Observation => ({
    criterion: 'one',
    at: plus(now, seconds(at)),
    seconds: length,
    reading: { type: 'rate', bad: 0, total: 1 },
  });
  const span = { from: plus(now, seconds(60)), to: plus(now, seconds(120)), because: 'x' };

  it('drops what touches a span, and tells the spans that took something', () => {
    const idle = { ...span, from: plus(now, seconds(900)), to: plus(now, seconds(901)) };
    const { kept, spans } = leaveOut(
      [30, 45, 50, 60, 119, 120].map((at) => look(at)),
      [span, idle],
      endOfReading,
    );
    expect(kept).toEqual([look(30), look(45), look(120)]);
    expect(spans).toEqual([span]);
  });

  it('drops a summed-up minute whole, also where its last readings are missing', () => {
    const gap = { ...span, from: plus(now, seconds(50)) };
    expect(leaveOut([look(0, 30)], [gap], endOfMinute).kept).toEqual([]);
    expect(leaveOut([look(0, 30)], [span], endOfMinute).kept).toEqual([look(0, 30)]);
  });
});
