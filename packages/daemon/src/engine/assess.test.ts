import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { hours, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import { describe, expect, it } from 'vitest';
import type { WatchSetup } from '../ports/engine.ts';
import { assess } from './assess.ts';
import { type CriterionState, unread } from './criterion-state.ts';
import { criterion, deployedAt, settingsFor } from './scenario.fixture.ts';
import { openTest } from './test-state.ts';
import { defaultTuning as tuning } from './tuning.ts';
import { frameOf, openState } from './watch-state.ts';

const now = 7200;
const day = 86_400;
type Its = Partial<CriterionState>;

/** What is said, two hours after the deploy at 22:00, of criteria that stand like this. */
function said(
  criteria: readonly (readonly [Criterion, Its])[],
  { at = now, setup }: { at?: number; setup?: Partial<WatchSetup> } = {},
) {
  const frame = frameOf({
    criteria: criteria.map(([one]) => one),
    startedAt: deployedAt,
    settings: settingsFor(hours(24)),
    rollback: { blocking: 1, critical: 2, integrity: 1 },
    ...setup,
  });
  const fresh = openState(frame, []);
  const state = { criteria: fresh.criteria.map((of, i) => ({ ...of, ...criteria[i]?.[1] })) };
  return assess(frame, state, plus(deployedAt, seconds(at)));
}

const errors = (name: string, of: Partial<Criterion> = {}) => criterion({ measure: 'rate', name, limit: 0.01, ...of });
const counted = (n: number) => ({
  tests: [{ ...openTest({ type: 'rate-limit', law: 'binomial', rate: 0.01 }, 1, tuning), n, k: 0 }],
});
const readUntil = (at: number): Its => ({
  readings: at / 15,
  judged: at / 15 - 8,
  seenUntil: at,
  lastReadingAt: at,
  lastUnitAt: at,
});
const passing: Its = { ...readUntil(now), ...counted(10_000) };
const thin = { ...readUntil(now), ...counted(50) };
const blind: Its = {};
const failing: Its = { ...passing, failed: { at: 600, by: 'outage' } };
const well = (since: number): Its => ({ ...failing, recoveredAt: since });

const blocking = { severity: 'blocking' } as const;
const warning = { severity: 'warning' } as const;
const integrity = { integrity: true } as const;

describe('the reasons', () => {
  const told = (...criteria: Parameters<typeof said>[0]) =>
    said(criteria).because.map((reason) => reason.split(':')[0]);

  it('of a GO are all that pass', () => {
    const [first, second] = [errors('errors'), errors('orders')];
    expect(said([[first, passing]])).toMatchObject({ verdict: 'go', recommendation: 'proceed', certified: true });
    expect(told([first, passing], [second, passing])).toEqual(['errors', 'orders']);
  });

  it('of a NO-GO are what fails and what cannot be seen, the most serious first', () => {
    expect(
      told(
        [errors('well'), passing],
        [errors('thin'), thin],
        [errors('unseen'), blind],
        [errors('unseen blocking', blocking), blind],
        [errors('unseen orders', integrity), blind],
        [errors('errors'), failing],
        [errors('failures'), failing],
        [errors('blocking', blocking), failing],
        [errors('orders', integrity), failing],
      ),
    ).toEqual(['orders', 'blocking', 'errors', 'failures', 'unseen orders', 'unseen blocking', 'unseen']);
  });

  it('of doubt are all that is missing', () => {
    expect(told([errors('well'), passing], [errors('thin'), thin], [errors('unseen'), blind])).toEqual([
      'unseen',
      'thin',
    ]);
  });

  it('name what only warns when it fails, and last', () => {
    expect(
      told(
        [errors('failing warning', warning), failing],
        [errors('thin warning', warning), thin],
        [errors('dry run', { ...blocking, dryRun: true }), failing],
        [errors('passing warning', warning), passing],
        [errors('unseen warning', warning), blind],
        [errors('well'), passing],
      ),
    ).toEqual(['well', 'dry run', 'failing warning']);
  });

  it('name what is silenced, however it is and whatever the verdict', () => {
    const silence = { from: 3600, until: 9000 };
    const silenced = { ...passing, silence };
    expect(told([errors('muted'), silenced], [errors('errors'), failing])).toEqual(['errors', 'muted']);
    const [judgement] = said([[errors('muted'), silenced]]).judgements;
    expect(judgement?.because).toMatch(/^Silenced until 00:30 UTC, so not part of the verdict\. 0 %, 0 of 10,000 /);
    const stood = said([[errors('muted'), { ...failing, silence }]]);
    expect(stood.verdict).toBe('no-go');
    expect(stood.judgements[0]?.because).toMatch(/^Silenced until 00:30 UTC, which does not take its failure back\. /);
  });

  it('say which service, where the plan has several', () => {
    const of = errors('errors', { title: 'error rate', service: 'shop' });
    const { because, judgements } = said([[of, passing]]);
    expect(judgements[0]).toMatchObject({ service: 'shop', title: 'error rate' });
    expect(because).toEqual([`shop, error rate: ${judgements[0]?.because}`]);
    expect(said([[errors('errors'), passing]]).because[0]).toMatch(/^errors: 0 %/);
  });
});

describe('a judgement', () => {
  const judged = (of: Criterion, its: Its): Judgement => {
    const [judgement] = said([[of, its]]).judgements;
    if (judgement === undefined) throw new Error('nothing was judged');
    return judgement;
  };

  it('shows who it is of, and all numbers', () => {
    expect(judged(errors('errors', { title: 'error rate', tolerance: 0.3 }), { ...passing, usual: 0.004 })).toEqual({
      name: 'errors',
      title: 'error rate',
      severity: 'critical',
      integrity: false,
      dryRun: false,
      state: 'passing',
      because: expect.stringContaining('0 of 10,000 requests'),
      unit: 'fraction',
      value: 0,
      baseline: 0.004,
      limit: 0.01,
      tolerance: 0.3,
      interval: [0, expect.closeTo(0.001, 2)],
      evidence: { eValue: 1, observations: 472 },
      coverage: 1,
      lastReadingAt: '2026-12-02T00:00:00.000Z',
      flipsWhen: expect.stringMatching(/^failing /),
    });
  });

  it('leaves away what there is none of', () => {
    const bare = judged(criterion({ measure: 'rate' }), { cannotDecide: 'it has no limit' });
    for (const missing of ['service', 'value', 'baseline', 'limit', 'tolerance', 'interval', 'lastReadingAt'])
      expect(bare).not.toHaveProperty(missing);
    expect(bare.flipsWhen).toBe('never in this watch: a limit in the plan would let it decide');
    const overLimit = { ...readUntil(day), tests: thin.tests.map((test) => ({ ...test, k: 5 })) };
    const [over] = said([[errors('errors'), overLimit]], { at: day }).judgements;
    expect(over?.state).toBe('undecided');
    expect(over).not.toHaveProperty('flipsWhen');
  });

  it('has evidence where it is statistics, and none where it is a fact', () => {
    expect(judged(errors('errors'), { ...passing, evidence: 2.5 }).evidence).toEqual({
      eValue: 2.5,
      observations: 472,
    });
    expect(judged(criterion({ measure: 'check', integrity: true }), readUntil(now))).not.toHaveProperty('evidence');
  });

  it('is failing since the readings that are to blame began, else since it was found to', () => {
    const since = (its: Its) => judged(errors('errors'), { ...failing, ...its }).failingSince;
    const violation = { ...unread().violation, since: 540 };
    expect(since({})).toBe('2026-12-01T22:10:00.000Z');
    expect(since({ violation })).toBe('2026-12-01T22:09:00.000Z');
    const [test] = counted(10_000).tests;
    if (test?.process.trail == null) throw new Error('nothing is remembered of the regression');
    const trail = { ...test.process.trail, since: test.process.trail.since.map(() => 480) };
    const tests = [{ ...test, process: { ...test.process, trail } }];
    expect(since({ violation, tests, failed: { at: 600, by: 'evidence' } })).toBe('2026-12-01T22:08:00.000Z');
    expect(judged(errors('errors'), passing)).not.toHaveProperty('failingSince');
  });

  it('says since when it is well again', () => {
    expect(judged(errors('errors'), well(1200.4))).toMatchObject({
      state: 'failing',
      recoveredSince: '2026-12-01T22:20:00.400Z',
    });
    expect(judged(errors('errors'), failing)).not.toHaveProperty('recoveredSince');
  });
});

describe('the watch is well again', () => {
  const since = (...criteria: Parameters<typeof said>[0]) => said(criteria).recoveredSince;

  it('since the last of all that failed is', () => {
    expect(since([errors('a'), well(900)], [errors('b'), well(1200)], [errors('c'), passing])).toBe(
      '2026-12-01T22:20:00.000Z',
    );
  });

  it('not while one of them still fails', () => {
    expect(
      said([
        [errors('a'), well(900)],
        [errors('b'), failing],
      ]),
    ).not.toHaveProperty('recoveredSince');
  });

  it('only where something that decides had failed', () => {
    expect(said([[errors('a'), passing]])).not.toHaveProperty('recoveredSince');
    expect(
      said([
        [errors('a'), passing],
        [errors('w', warning), well(900)],
      ]),
    ).not.toHaveProperty('recoveredSince');
    expect(since([errors('a'), well(900)], [errors('w', warning), failing])).toBe('2026-12-01T22:15:00.000Z');
  });
});

describe('how far the watch is', () => {
  it('is told in times of day and spans', () => {
    expect(said([[errors('errors'), passing]])).toMatchObject({
      final: false,
      watch: {
        startedAt: '2026-12-01T22:00:00.000Z',
        endsAt: '2026-12-02T22:00:00.000Z',
        latestEnd: '2026-12-03T22:00:00.000Z',
        for: '1d',
        seen: '2h',
        blind: '0s',
        remaining: '22h',
        coverage: 1,
        falseAlarmBound: 0.01,
      },
    });
    expect(said([[errors('errors'), passing]]).watch).not.toHaveProperty('extendedBy');
  });

  it('is what the blindest of the criteria that it waits for has seen', () => {
    const gaps = { ...passing, unseenSeconds: 1830 };
    expect(
      said([
        [errors('a'), passing],
        [errors('b'), gaps],
        [errors('w', warning), blind],
      ]).watch,
    ).toMatchObject({
      seen: '1h30m',
      blind: '30m',
      endsAt: '2026-12-02T22:30:00.000Z',
      remaining: '22h30m',
      coverage: 0.75,
    });
  });

  it('is nothing while one of them has not been read at all', () => {
    expect(
      said(
        [
          [errors('a'), passing],
          [errors('b'), blind],
        ],
        { at: 10 },
      ).watch,
    ).toMatchObject({
      seen: '0s',
      blind: '10s',
      coverage: 0,
    });
  });

  it('has no coverage where no criterion may decide', () => {
    expect(said([[errors('w', warning), passing]]).watch).toMatchObject({ coverage: 0, seen: '2h', blind: '0s' });
  });

  it('counts what a person added', () => {
    const extension = { watch: hours(2), latestEnd: minutes(150) };
    expect(said([[errors('errors'), passing]], { setup: { extension } }).watch).toMatchObject({
      for: '1d2h',
      extendedBy: '2h30m',
      endsAt: '2026-12-03T00:00:00.000Z',
      latestEnd: '2026-12-04T00:30:00.000Z',
      remaining: '1d',
    });
  });

  it('never ends before now, nor before something may decide', () => {
    const whole: readonly [Criterion, Its] = [errors('errors', warning), { ...passing, ...readUntil(day + 600) }];
    expect(said([whole], { at: day + 600 })).toMatchObject({
      final: false,
      watch: { endsAt: '2026-12-02T22:10:00.000Z', remaining: '0s' },
    });
  });

  it('stays as it was when it ended', () => {
    const whole: readonly [Criterion, Its] = [errors('errors'), { ...passing, ...readUntil(day) }];
    expect(said([whole], { at: day + 3600 })).toMatchObject({
      final: true,
      verdict: 'go',
      watch: { endsAt: '2026-12-02T22:00:00.000Z', seen: '1d', remaining: '0s' },
    });
  });

  it('is nothing before the deploy', () => {
    expect(said([[errors('errors'), blind]], { at: -60 }).watch).toMatchObject({ seen: '0s', remaining: '1d' });
  });
});
