import { describe, expect, it } from 'vitest';
import type { EnvironmentView, VerdictDocument } from '../api/views.ts';
import type { PlannedStep } from '../vocabulary/deployment-words.ts';
import { hours, type Instant, instant, minutes, plus, rfc3339, seconds } from '../vocabulary/time.ts';
import type { Judgement, WatchProgress } from '../vocabulary/verdict.ts';
import { criterionRow, criterionRows } from './criterion-row.ts';
import { reasonOf } from './reason-of.ts';
import { countdown, remaining, spokenCountdown } from './remaining.ts';
import { statusLine } from './status-line.ts';

const now = instant(Date.parse('2026-12-01T22:00:00Z'));
const at = (instantOf: Instant) => rfc3339(instantOf);

const watch = (left: Parameters<typeof plus>[1]): WatchProgress => ({
  startedAt: at(now),
  endsAt: at(plus(now, left)),
  latestEnd: at(plus(now, hours(48))),
  for: '1d',
  seen: '1h',
  blind: '0s',
  remaining: '23h',
  coverage: 1,
  falseAlarmBound: 0.01,
});

const verdict = (changes: Partial<VerdictDocument> = {}): VerdictDocument => ({
  service: 'shop',
  environment: 'production',
  verdict: 'undecided',
  final: false,
  certified: false,
  recommendation: 'hold',
  rule: 'not enough has been seen yet',
  because: [],
  asOf: at(now),
  validUntil: at(plus(now, seconds(45))),
  criteria: [],
  silences: [],
  links: { dashboard: '/', dashboards: [] },
  ...changes,
});

type Deployment = NonNullable<EnvironmentView['deployment']>;
const deployment = (changes: Partial<Deployment> = {}): Deployment => ({
  id: '01JE0000',
  environment: 'production',
  service: 'shop',
  phase: 'watching',
  version: '1.4.2',
  commit: '9f8d111',
  deployedBy: 'devops',
  requestedAt: at(now),
  planHash: 'p',
  steps: [],
  checklist: [],
  blindGaps: [],
  decisions: [],
  ...changes,
});
const step = (phase: PlannedStep['phase'], state: Deployment['steps'][number]['state']) => ({
  phase,
  id: 'x',
  title: 'x',
  state,
});

const view = (of: { verdict?: Partial<VerdictDocument>; deployment?: Partial<Deployment> }): EnvironmentView => ({
  name: 'production',
  service: 'shop',
  revision: 1,
  planHash: 'p',
  planFile: 'daywatch.yaml',
  verdict: verdict(of.verdict),
  ...(of.deployment === undefined ? {} : { deployment: deployment(of.deployment) }),
});

describe('the status line', () => {
  it.each<[string, EnvironmentView, string, string, string]>([
    ['nothing deployed', view({}), 'No deployment yet', 'circle-outline', 'neutral'],
    [
      'preflight',
      view({ deployment: { phase: 'preflight', steps: [step('preflight', 'running'), step('deploying', 'waiting')] } }),
      'Preflight 1/1',
      'checklist',
      'busy',
    ],
    [
      'deploying',
      view({
        deployment: {
          phase: 'deploying',
          steps: [step('deploying', 'passed'), step('deploying', 'running'), step('deploying', 'waiting')],
        },
      }),
      'Deploying 2/3',
      'sync~spin',
      'busy',
    ],
    [
      'verifying for longer than the plan expected',
      view({
        deployment: {
          phase: 'verifying',
          steps: [step('verifying', 'running')],
          overruns: [{ what: 'expected', at: at(now), because: 'it takes longer than 45m' }],
        },
      }),
      'Verifying 1/1 · overrun',
      'sync~spin',
      'caution',
    ],
    ['verifying, no steps told', view({ deployment: { phase: 'verifying' } }), 'Verifying', 'sync~spin', 'busy'],
    [
      'rolling back',
      view({
        deployment: {
          phase: 'rolling-back',
          steps: [step('deploying', 'passed'), step('rolling-back', 'passed'), step('verifying-rollback', 'running')],
        },
      }),
      'Rolling back 2/2',
      'sync~spin',
      'busy',
    ],
    [
      'watching',
      view({ verdict: { watch: watch(minutes(23 * 60 + 10)) }, deployment: {} }),
      'Watching 23h 10m',
      'eye',
      'neutral',
    ],
    [
      'go',
      view({ verdict: { verdict: 'go', watch: watch(minutes(21 * 60 + 4)) }, deployment: {} }),
      'GO · 21h 04m',
      'pass',
      'good',
    ],
    [
      'no-go',
      view({ verdict: { verdict: 'no-go', recommendation: 'roll-back', watch: watch(hours(20)) }, deployment: {} }),
      'NO-GO · roll back',
      'error',
      'bad',
    ],
    [
      'no-go, recovered since',
      view({ verdict: { verdict: 'no-go', recoveredSince: at(now) }, deployment: {} }),
      'NO-GO · hold · recovered',
      'error',
      'bad',
    ],
    [
      'the watch ended undecided',
      view({ verdict: { final: true, watch: watch(hours(0)) }, deployment: {} }),
      'Undecided · decide',
      'question',
      'caution',
    ],
    [
      'final go',
      view({ verdict: { verdict: 'go', final: true, watch: watch(hours(0)) }, deployment: {} }),
      'GO · final',
      'pass',
      'good',
    ],
    [
      'succeeded',
      view({ verdict: { verdict: 'go', final: true }, deployment: { phase: 'succeeded' } }),
      'GO · 1.4.2',
      'pass',
      'good',
    ],
    [
      'a failed deploy',
      view({ verdict: { verdict: 'no-go', recommendation: 'roll-back' }, deployment: { phase: 'failed' } }),
      'NO-GO · roll back',
      'error',
      'bad',
    ],
    ['a failed preflight', view({ deployment: { phase: 'failed' } }), 'Failed · hold', 'warning', 'caution'],
    [
      'interrupted',
      view({ deployment: { phase: 'interrupted' } }),
      'Interrupted · resume or roll back',
      'debug-pause',
      'caution',
    ],
    ['cancelled', view({ deployment: { phase: 'cancelled' } }), 'Cancelled', 'circle-slash', 'neutral'],
    [
      'rolled back',
      view({
        deployment: {
          phase: 'rolled-back',
          rollback: { target: { version: '1.4.1', commit: 'abc' }, requestedBy: 'devops', requestedAt: at(now) },
        },
      }),
      'Rolled back · 1.4.1',
      'discard',
      'caution',
    ],
  ])('of %s', (_what, of, text, icon, tone) => {
    expect(statusLine(of, now)).toMatchObject({ text, icon, tone });
  });

  it('never shows a verdict past its validity', () => {
    const go = view({ verdict: { verdict: 'go', watch: watch(hours(20)) }, deployment: {} });
    expect(statusLine(go, plus(now, seconds(45))).text).toBe('GO · 19h 59m');
    expect(statusLine(go, plus(now, minutes(3)))).toEqual({
      text: 'Stale for 3m',
      icon: 'debug-disconnect',
      tone: 'caution',
      spoken: 'production: stale for 3m',
      reason: 'The daemon has not looked since 2026-12-01T22:00:00.000Z; what holds now is unknown.',
    });
    expect(statusLine(view({ verdict: { validUntil: 'garbled' } }), now).tone).toBe('caution');
  });

  it('can be spoken', () => {
    const of = (line: EnvironmentView) => statusLine(line, now).spoken;
    expect(of(view({ verdict: { verdict: 'go', watch: watch(minutes(64)) }, deployment: {} }))).toBe(
      'production: go, 1 hour 4 minutes left',
    );
    expect(of(view({ deployment: { phase: 'deploying', steps: [step('deploying', 'running')] } }))).toBe(
      'production: deploying, step 1 of 1',
    );
    expect(of(view({ verdict: { verdict: 'no-go', recommendation: 'roll-back' }, deployment: {} }))).toBe(
      'production: no-go, roll back',
    );
  });
});

describe('the reason', () => {
  it.each([
    [[], 'not enough has been seen yet.'],
    [['p95 is 412 ms; 347 ms was allowed'], 'p95 is 412 ms; 347 ms was allowed.'],
    [['p95 is slow.', 'errors rise.', 'and more.'], 'p95 is slow. (2 more)'],
  ])('of %j', (because, sentence) => {
    expect(reasonOf(verdict({ because }), now)).toBe(sentence);
  });
  it('gives the rule of a GO: no criterion is more well than the others', () => {
    const rule = 'every blocking and critical criterion passes with enough coverage';
    expect(reasonOf(verdict({ verdict: 'go', rule, because: ['p95 is fine', 'errors are fine'] }), now)).toBe(
      'Every blocking and critical criterion passes with enough coverage.',
    );
    expect(
      reasonOf(verdict({ verdict: 'go', rule: 'a person decided', because: ['lead decided GO: fine'] }), now),
    ).toBe('lead decided GO: fine.');
  });
});

describe('the remaining time', () => {
  it.each([
    [hours(24), '24h 00m', '24 hours'],
    [minutes(61), '1h 01m', '1 hour 1 minute'],
    [minutes(59.9), '59m', '59 minutes'],
    [seconds(59), 'under a minute', 'under a minute'],
    [seconds(-5), 'under a minute', 'under a minute'],
  ])('of %d ms', (left, short, long) => {
    const span = remaining(watch(left), now);
    expect([countdown(span), spokenCountdown(span)]).toEqual([short, long]);
  });
});

describe('a criterion as a row', () => {
  const judgement = (changes: Partial<Judgement> = {}): Judgement => ({
    name: 'checkout-p95',
    title: 'Checkout',
    severity: 'blocking',
    integrity: false,
    dryRun: false,
    state: 'passing',
    because: 'as usual',
    unit: 's',
    coverage: 1,
    ...changes,
  });

  it.each<[Partial<Judgement>, string, string, string, string]>([
    [
      { value: 0.412, limit: 0.8, baseline: 0.278, tolerance: 0.25 },
      '412 ms',
      'limit 800 ms · usually 278 ms, +25 % accepted',
      'blocking',
      'good',
    ],
    [
      { value: 38, unit: 'none', limit: 32, baseline: 40, tolerance: -0.2 },
      '38',
      'limit 32 · usually 40, −20 % accepted',
      'blocking',
      'good',
    ],
    [{ value: 0.412, limit: 0.4, state: 'failing' }, '412 ms', 'limit 400 ms', 'blocking', 'bad'],
    [{ state: 'blind' }, 'no value', 'no limit yet', 'blocking', 'caution'],
    [{ value: 0, unit: 'none', limit: 0, integrity: true }, '0', 'limit 0', 'blocking, integrity', 'good'],
    [{ state: 'failing', dryRun: true }, 'no value', 'no limit yet', 'blocking, dry run', 'caution'],
    [{ state: 'failing', severity: 'warning' }, 'no value', 'no limit yet', 'warning', 'caution'],
    [
      { state: 'failing', severity: 'warning', integrity: true },
      'no value',
      'no limit yet',
      'warning, integrity',
      'bad',
    ],
    [{ baseline: 0.002, unit: 'fraction' }, 'no value', 'usually 0.2 %', 'blocking', 'good'],
  ])('%j', (changes, value, accepted, weight, tone) => {
    expect(criterionRow(judgement(changes))).toMatchObject({ value, accepted, weight, tone });
  });

  it('stands above those that need less looking at', () => {
    const rows = criterionRows([
      judgement({ name: 'fine' }),
      judgement({ name: 'dry', state: 'failing', dryRun: true }),
      judgement({ name: 'blind', state: 'blind' }),
      judgement({ name: 'warn', state: 'failing', severity: 'warning' }),
      judgement({ name: 'orphans', state: 'failing', severity: 'warning', integrity: true }),
      judgement({ name: 'b', state: 'failing' }),
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['b', 'orphans', 'warn', 'dry', 'blind', 'fine']);
  });
});
