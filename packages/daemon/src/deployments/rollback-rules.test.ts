import type { RollbackRequest } from '@daywatch/shared/api/requests.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { type Instant, instant, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { chain, emptyChain } from '../record/chain.ts';
import { decide } from './decide.ts';
import { fold } from './evolve.ts';
import { offerSentence } from './offer-sentence.ts';
import { lastAttemptOf, openOffer } from './rollback-rules.ts';
import { workFor } from './work-for.ts';

const stable = { version: '1.4.1', commit: 'aaa' };
const begun: readonly DeploymentEvent[] = [
  {
    type: 'requested',
    environment: 'production',
    service: 'shop',
    version: { version: '1.4.2', commit: 'bbb' },
    planHash: 'p',
    steps: [],
  },
  { type: 'phase-started', phase: 'deploying' },
  { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
];
const watching: readonly DeploymentEvent[] = [
  ...begun,
  { type: 'phase-finished', phase: 'verifying', outcome: 'passed' },
  { type: 'watch-started', for: '1d' },
];
const noGo: DeploymentEvent = {
  type: 'verdict-changed',
  verdict: 'no-go',
  recommendation: 'roll-back',
  rule: 'one blocking criterion fails',
  because: ['checkout is slow'],
  final: false,
};
const offered: DeploymentEvent = { type: 'automatic-rollback-offered', because: ['checkout is slow'] };
const started: DeploymentEvent = { type: 'automatic-rollback-started', runner: 'RUNNER01', host: 'ci-3' };
const asked: DeploymentEvent = { type: 'rollback-requested', target: stable, steps: [] };
const failed: DeploymentEvent = { type: 'phase-finished', phase: 'rolling-back', outcome: 'failed', because: 'exit 1' };
const done: DeploymentEvent = { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' };

const now = instant(Date.UTC(2026, 11, 1, 22));
const after = (events: readonly DeploymentEvent[], at: Instant = now): Deployment => {
  const state = fold(chain(emptyChain, events, { deployment: 'D1', at, actor: 'devops' }));
  if (state === undefined) throw new Error('no state');
  return state;
};
const automatic = { runner: 'RUNNER01', host: 'ci-3' };
const back = (state: Deployment, request: Partial<RollbackRequest> = {}, at: Instant = now, coolDown?: number) => {
  const lastAttempt = lastAttemptOf([state]);
  return decide(
    {
      type: 'roll-back',
      request: { target: stable, steps: [], reason: 'NO-GO', ...request },
      circumstances: {
        now: at,
        ...(lastAttempt !== undefined && { lastAttempt }),
        ...(coolDown !== undefined && { coolDown: minutes(coolDown) }),
      },
    },
    state,
  );
};
const codeOf = (decision: ReturnType<typeof decide>) =>
  'refused' in decision ? decision.refused.code : decision.events.map(({ type }) => type);

describe('an automatic rollback is offered', () => {
  it.each<[string, readonly DeploymentEvent[], boolean]>([
    ['when the verdict recommends it', [...watching, noGo], true],
    [
      'when a verification has failed',
      [...begun, { type: 'phase-finished', phase: 'verifying', outcome: 'failed' }],
      true,
    ],
    [
      'when a person decides to roll back',
      [...watching, { type: 'decided', decision: 'roll-back', reason: 'seen' }],
      true,
    ],
    ['not while all is well', watching, false],
    ['not while a deploy runs', begun, false],
    ['not after a NO-GO that only holds', [...watching, { ...noGo, recommendation: 'hold' }], false],
    ['not twice', [...watching, noGo, offered], false],
    ['not after a rollback was tried', [...watching, noGo, asked, failed], false],
    ['not after a rollback', [...watching, noGo, asked, done], false],
    [
      'not when the runner fell silent: nobody knows what runs',
      [...begun, { type: 'interrupted', because: 'gone' }],
      false,
    ],
    ['not after a person decided GO', [...watching, noGo, { type: 'decided', decision: 'go', reason: 'fine' }], false],
  ])('%s', (_, events, expected) => {
    const decision = decide({ type: 'offer-rollback' }, after(events));
    expect(codeOf(decision)).toEqual(expected ? ['automatic-rollback-offered'] : []);
  });

  it('not over somebody else’s deployment', () => {
    const newer = after(watching);
    expect(codeOf(decide({ type: 'offer-rollback', newer }, after([...watching, noGo])))).toEqual([]);
    expect(codeOf(decide({ type: 'offer-rollback', busy: newer }, after([...watching, noGo])))).toEqual([]);
  });
});

describe('the offer is taken', () => {
  it('by one runner', () => {
    expect(codeOf(back(after([...watching, noGo, offered]), { automatic }))).toEqual([
      'automatic-rollback-started',
      'rollback-requested',
    ]);
  });
  it.each<[string, readonly DeploymentEvent[]]>([
    ['when there is none', [...watching, noGo]],
    ['a second time, after the first attempt failed', [...watching, noGo, offered, started, asked, failed]],
    ['after a person has tried', [...watching, noGo, offered, asked, failed]],
    ['after a person decided GO', [...watching, noGo, offered, { type: 'decided', decision: 'go', reason: 'fine' }]],
  ])('not %s', (_, events) => {
    expect(codeOf(back(after(events), { automatic: { ...automatic, runner: 'RUNNER02' } }))).toBe('no-offer');
  });
  it('not after a quarter of an hour', () => {
    const state = after([...watching, noGo, offered]);
    expect(codeOf(back(state, { automatic }, plus(now, minutes(16))))).toBe('no-offer');
    expect(openOffer(state, plus(now, minutes(14)))).toEqual({ until: plus(now, minutes(15)) });
  });
  it('again by the same runner, whose answer was lost before it did anything', () => {
    const state = after([...watching, noGo, offered, started, asked]);
    expect(codeOf(back(state, { automatic }))).toEqual([]);
    expect(codeOf(back(state, { automatic: { ...automatic, runner: 'RUNNER02' } }))).toBe('environment-busy');
    const inside = after([
      ...watching,
      noGo,
      offered,
      started,
      { ...asked, steps: [{ phase: 'rolling-back', id: 's', title: 's' }] },
      { type: 'step-started', phase: 'rolling-back', step: 's', title: 's' },
    ]);
    expect(codeOf(back(inside, { automatic }))).toBe('environment-busy');
  });
});

describe('the cool-down', () => {
  const tried = after([...watching, noGo, asked, failed]);
  it('holds a person back only where the plan says so, and gives way to a reason', () => {
    expect(codeOf(back(tried, {}, plus(now, minutes(1))))).toEqual(['rollback-requested']);
    expect(codeOf(back(tried, {}, plus(now, minutes(1)), 30))).toBe('cool-down');
    expect(codeOf(back(tried, {}, plus(now, minutes(30)), 30))).toEqual(['rollback-requested']);
    expect(codeOf(back(tried, { override: 'the cause is mended' }, plus(now, minutes(1)), 30))).toEqual([
      'rollback-requested',
    ]);
  });
  it('holds an automatic one back for half an hour after any other of the environment', () => {
    const request = { target: stable, steps: [], reason: 'NO-GO', automatic };
    const at = (span: number) =>
      codeOf(
        decide(
          {
            type: 'roll-back',
            request,
            circumstances: { now: plus(now, minutes(5)), lastAttempt: plus(now, minutes(5 - span)) },
          },
          after([...watching, noGo, offered]),
        ),
      );
    expect(at(29)).toBe('cool-down');
    expect(at(30)).toEqual(['automatic-rollback-started', 'rollback-requested']);
  });
  it('says when it is over', () => {
    expect(back(tried, {}, plus(now, minutes(4)), 30)).toMatchObject({
      refused: {
        detail:
          'The last rollback of production was 4m ago; another one begins 30m after it, at 2026-12-01T22:30:00.000Z.',
        hint: 'Wait, or say why not: daywatch rollback production --override REASON',
      },
    });
  });
});

it('keeps what was failing, and why, in the record', () => {
  const decision = decide(
    {
      type: 'roll-back',
      request: { target: stable, steps: [], reason: 'slow' },
      circumstances: { now, failing: ['p95'] },
    },
    after([...watching, noGo]),
  );
  expect(decision).toEqual({ events: [{ ...asked, reason: 'slow', failing: ['p95'] }] });
});

describe('what is told of the offer', () => {
  const runner = { runner: 'RUNNER01', host: 'ci-3', since: 'now' };
  const state = after([...watching, noGo, offered]);
  it.each<[string, Deployment, readonly (typeof runner)[], Instant, string | undefined]>([
    [
      'nobody is there',
      state,
      [],
      now,
      'no runner waits to roll production back: roll back with daywatch rollback production, or start daywatch runner production',
    ],
    ['somebody is there', state, [runner], now, 'the runner on ci-3 is about to roll production back'],
    [
      'nobody took it',
      state,
      [runner],
      plus(now, minutes(15)),
      'nobody took the automatic rollback: roll back with daywatch rollback production',
    ],
    ['it was taken', after([...watching, noGo, offered, started, asked]), [runner], now, undefined],
    ['there is none', after([...watching, noGo]), [], now, undefined],
  ])('%s', (_, deployment, runners, at, sentence) => {
    expect(offerSentence(deployment, runners, at)).toBe(sentence);
  });
});

describe('the work for a waiting runner', () => {
  const lastStable = { environment: 'production', deployment: 'D0', version: '1.4.1', commit: 'aaa', at: now };
  const ask = { runner: 'RUNNER01', without: [] as readonly string[], now };
  it('is the offered rollback first, then the tag of a stable version, then nothing', () => {
    const deployment = after([...watching, noGo, offered]);
    expect(workFor({ deployment, lastStable }, ask)).toMatchObject({
      type: 'roll-back',
      deployment: 'D1',
      because: ['checkout is slow'],
    });
    expect(workFor({ deployment: after(watching), lastStable }, ask)).toMatchObject({ type: 'tag', deployment: 'D0' });
    expect(
      workFor({ deployment: after(watching), lastStable, stableTag: 'stable/production/2026-12-01' }, ask),
    ).toEqual({ type: 'nothing' });
    expect(workFor({}, ask)).toEqual({ type: 'nothing' });
  });
  it('is not what it could not do before', () => {
    const deployment = after([...watching, noGo, offered]);
    expect(workFor({ deployment, lastStable }, { ...ask, without: ['D1', 'D0'] })).toEqual({ type: 'nothing' });
  });
  it('is the rollback that it took, when the answer was lost', () => {
    const deployment = after([...watching, noGo, offered, started, asked]);
    expect(workFor({ deployment }, ask)).toMatchObject({ type: 'roll-back' });
    expect(workFor({ deployment }, { ...ask, runner: 'RUNNER02' })).toEqual({ type: 'nothing' });
  });
});

describe('a stable version is tagged', () => {
  const succeeded = after([...watching, { type: 'decided', decision: 'go', reason: 'fine' }]);
  const tag = { type: 'tag', tag: 'stable/production/2026-12-01', commit: 'bbb' } as const;
  it('once, and again when the push has worked', () => {
    expect(codeOf(decide(tag, succeeded))).toEqual(['tagged']);
    const tagged = after([
      ...watching,
      { type: 'decided', decision: 'go', reason: 'fine' },
      { ...tag, type: 'tagged' },
    ]);
    expect(codeOf(decide(tag, tagged))).toEqual([]);
    expect(codeOf(decide({ ...tag, pushedTo: 'origin' }, tagged))).toEqual(['tagged']);
  });
  it('not before its GO, and not at another commit', () => {
    expect(codeOf(decide(tag, after(watching)))).toBe('wrong-phase');
    expect(codeOf(decide({ ...tag, commit: 'ccc' }, succeeded))).toBe('wrong-phase');
  });
});
