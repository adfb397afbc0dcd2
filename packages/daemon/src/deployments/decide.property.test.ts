import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { hours, instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chain, emptyChain } from '../record/chain.ts';
import { verifyRecord } from '../record/verify.ts';
import { hasTouched, isBusy } from './at-work.ts';
import { type Command, decide } from './decide.ts';
import { fold } from './evolve.ts';
import type { Others } from './others.ts';
import { rule } from './verdict-of.ts';
import { watchProgress } from './watch-progress.fixture.ts';

const phases = ['preflight', 'deploying', 'verifying', 'rolling-back', 'verifying-rollback'] as const;
const phase = fc.constantFrom(...phases);
const outcome = fc.constantFrom('passed', 'failed');
const step = fc.constantFrom('merge', 'constructor', '__proto__');
const runnerReport: fc.Arbitrary<RunnerReport> = fc.oneof(
  fc.constant({ type: 'heartbeat' } as const),
  fc.record({ type: fc.constant('phase-started'), phase }),
  fc.record({ type: fc.constant('step-started'), phase, step, title: fc.constant('a step') }),
  fc.record({
    type: fc.constant('step-finished'),
    phase,
    step,
    outcome: fc.constantFrom('passed', 'failed', 'timed-out', 'interrupted'),
    exitCode: fc.constantFrom(0, 1, null),
    seconds: fc.constantFrom(0, 1.5),
    tail: fc.constant('done'),
  }),
  fc.record({ type: fc.constant('phase-finished'), phase, outcome }),
  fc.record({ type: fc.constant('interrupted'), because: fc.constant('Ctrl-C') }),
);
const assessment = fc.record({ verdict: fc.constantFrom('go', 'no-go', 'undecided'), final: fc.boolean() }).map(
  ({ verdict, final }): Assessment => ({
    verdict,
    final,
    recommendation: verdict === 'go' ? 'proceed' : verdict === 'no-go' ? 'roll-back' : 'hold',
    rule: `the engine says ${verdict}`,
    because: [verdict],
    certified: false,
    judgements: [],
    watch: watchProgress,
  }),
);

type Ask = (others: Others) => Command;
const plain =
  (command: Command): Ask =>
  () =>
    command;
const ask: fc.Arbitrary<Ask> = fc.oneof(
  fc.constantFrom('aaa', 'bbb').map(
    (commit): Ask =>
      (others) => ({
        type: 'request',
        environment: 'production',
        request: { id: '', service: 'shop', version: { version: commit, commit }, planHash: 'p', steps: [] },
        ...others,
      }),
  ),
  fc.array(runnerReport, { minLength: 1, maxLength: 4 }).map(
    (reports): Ask =>
      (others) => ({ type: 'report', reports, watchFor: hours(24), ...others }),
  ),
  // A runner whose deploy goes well, or nothing in this world would ever be watched.
  fc.constant<Ask>((others) => ({
    type: 'report',
    watchFor: hours(24),
    reports: [
      { type: 'phase-started', phase: 'deploying' },
      { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
      { type: 'phase-finished', phase: 'verifying', outcome: 'passed' },
    ],
    ...others,
  })),
  fc.constant(plain({ type: 'fall-silent', silentFor: seconds(31) })),
  fc.constant<Ask>((others) => ({ type: 'resume', ...others })),
  fc.record({ automatic: fc.constantFrom(undefined, 'RUNNER01', 'RUNNER02'), minute: fc.nat({ max: 40 }) }).map(
    ({ automatic, minute }): Ask =>
      (others) => ({
        type: 'roll-back',
        request: {
          target: { version: 'old', commit: 'old' },
          steps: [],
          reason: 'NO-GO',
          ...(automatic !== undefined && { automatic: { runner: automatic, host: 'ci' } }),
        },
        circumstances: { now: instant(minute * 60_000) },
        ...others,
      }),
  ),
  fc.constant<Ask>((others) => ({ type: 'offer-rollback', ...others })),
  // A rollback that goes well.
  fc.constant<Ask>((others) => ({
    type: 'report',
    watchFor: hours(24),
    reports: [{ type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' }],
    ...others,
  })),
  assessment.map((one) => plain({ type: 'judge', assessment: one, of: 'recovery' })),
  fc.constantFrom('aaa', 'bbb').map((commit) => plain({ type: 'tag', tag: `stable/production/${commit}`, commit })),
  step.map((item) => plain({ type: 'sign-off', item, role: 'qa' })),
  step.map((item) => plain({ type: 'withdraw-sign-off', item })),
  fc.constantFrom('go', 'no-go', 'roll-back').map(
    (decision): Ask =>
      (others) => ({ type: 'decide', decision, reason: 'seen', ...others }),
  ),
  assessment.map((one) => plain({ type: 'judge', assessment: one })),
  fc.constant(plain({ type: 'note-blind-gap', from: '2026-12-01T22:00:00Z', until: '2026-12-01T22:01:00Z' })),
);

const ids = ['01', '02', '03'] as const;

it('keeps its promises after any sequence of commands', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...ids), ask), { minLength: 20, maxLength: 80 }), (commands) => {
      const records = new Map<string, readonly RecordedEvent[]>();
      const order: string[] = [];
      const stateOf = (id: string) => fold(records.get(id) ?? []);
      const others = (id: string): Others => {
        const all = order.map(stateOf).filter((one) => one !== undefined);
        const busy = all.find((one) => one.id !== id && isBusy(one));
        const newer = order.includes(id) ? all.slice(order.indexOf(id) + 1).find(hasTouched) : undefined;
        return { ...(busy && { busy }), ...(newer && { newer }) };
      };
      const run = (id: string, command: Command): void => {
        const state = stateOf(id);
        const decision = decide(command, state);
        if ('refused' in decision || decision.events.length === 0) return;
        const before = records.get(id) ?? [];
        const facts = { deployment: id, at: instant(before.length), actor: 'x' };
        const after = [...before, ...chain(before.at(-1) ?? emptyChain, decision.events, facts)];
        if (state === undefined) order.push(id);
        records.set(id, after);
        promisesHold(state, after);
      };
      for (const [id, make] of commands) {
        const command = make(others(id));
        const decision = decide(command, stateOf(id));
        if ('events' in decision && decision.events.some(beginsToDeploy)) {
          for (const other of order) if (other !== id) run(other, { type: 'supersede', by: id });
        }
        run(id, command);
        const all = order.map(stateOf).filter((one) => one !== undefined);
        expect(all.filter(isBusy).length).toBeLessThanOrEqual(1);
        expect(all.filter((one) => one.phase === 'watching').length).toBeLessThanOrEqual(1);
      }
      for (const record of records.values()) {
        const text = record.map((event) => JSON.stringify(event)).join('\n');
        expect(verifyRecord(text)).toMatchObject({ intact: true, events: record.length });
      }
    }),
    { numRuns: 600 },
  );
});

const beginsToDeploy = (event: { type: string; phase?: string }): boolean =>
  event.type === 'phase-started' && event.phase === 'deploying';

const endings = ['rolled-back', 'superseded', 'cancelled'];

function promisesHold(before: Deployment | undefined, record: readonly RecordedEvent[]): void {
  const after = fold(record);
  if (after === undefined) throw new Error('a record without a state');
  // As it comes back from the store.
  expect(fold(JSON.parse(JSON.stringify(record)))).toEqual(after);
  if (before !== undefined && endings.includes(before.phase)) expect(after.phase).toBe(before.phase);
  const last = record.at(-1)?.event.type;
  // A GO is taken back by a person, and by nobody else.
  if (before?.phase === 'succeeded')
    expect(last === 'decided' ? ['failed'] : ['succeeded', 'rolling-back']).toContain(after.phase);
  if (endings.includes(after.phase)) expect(after.endedAt).toBeDefined();
  if (after.phase === 'watching' || after.phase === 'succeeded') expect(after.finishedAt).toBeDefined();
  if (after.phase === 'rolled-back') expect(after.rollback?.finishedAt).toBeDefined();
  if (after.rollback === undefined) expect(after.phase).not.toBe('rolling-back');
  const count = (type: string) => record.filter(({ event }) => event.type === type).length;
  expect(count('automatic-rollback-offered')).toBeLessThanOrEqual(1);
  expect(count('automatic-rollback-started')).toBeLessThanOrEqual(1);
  expect(count('rollback-watch-ended')).toBeLessThanOrEqual(count('rollback-watch-started'));
  expect(after.rollbackAttempts?.length ?? 0).toBe(count('rollback-requested'));
  if (last === 'rollback-requested') expect(['rolling-back', 'rolled-back']).not.toContain(before?.phase);
  if (last === 'tagged') expect(after.phase).toBe('succeeded');

  const ruling = rule({ environment: 'production', deployment: after });
  const decided = after.decisions.at(-1)?.decision;
  const lifted = after.phase === 'succeeded' && decided === 'go';
  const noGo = record.some(({ event }) => event.type === 'verdict-changed' && event.verdict === 'no-go');
  if ((noGo || decided === 'no-go' || decided === 'roll-back') && !lifted) expect(ruling.verdict).not.toBe('go');
  if (ruling.verdict === 'go' && ruling.final) expect(after.phase).toBe('succeeded');
}
