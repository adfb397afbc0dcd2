import { minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import {
  always,
  check,
  criterion,
  deployedAt,
  error,
  latency,
  rate,
  readings,
  type Story,
  tell,
} from './scenario.fixture.ts';
import { inOneGo } from './slow-work.ts';
import { openingOf, restoreWatch } from './watch.ts';

const steady = always(rate(1, 500));
const broken = always(rate(100, 500));
const errors = criterion({ measure: 'rate', name: 'errors', title: 'API error rate', tolerance: 0.25 });
const from =
  (tick: number, before: Story, after: Story): Story =>
  (t) =>
    t < tick ? before(t) : after(t);

it('a watch that is told its baseline criterion by criterion is the one that is told it at once', () => {
  const slow = criterion({ measure: 'latency', name: 'slow', unit: 's', tolerance: 0.1 });
  const criteria = [errors, slow, criterion({ measure: 'check', name: 'site' })];
  const before = { errors: steady, slow: (t: number) => latency(0.1 + (Math.abs(t) % 9) / 50) };
  const { watch, setup } = tell({ criteria, before, after: {} });
  const opening = openingOf(setup);
  const told = readings(
    criteria,
    before,
    () => -5760,
    () => 0,
  );
  for (const name of ['slow', 'errors']) {
    const own = told.filter(({ criterion }) => criterion === name);
    inOneGo(opening.compare(name, own));
  }
  expect(opening.begin().snapshot()).toEqual(watch.snapshot());
  expect(() => inOneGo(opening.compare('disk', []))).toThrow('no criterion "disk"');
});

describe('a restart', () => {
  const scenario = {
    criteria: [
      errors,
      criterion({ measure: 'latency', name: 'slow', unit: 's', limit: 0.8, tolerance: 0.1 }),
      criterion({ measure: 'check', name: 'site', severity: 'blocking' as const }),
    ],
    before: { errors: steady, slow: (t: number) => latency(0.1 + (Math.abs(t) % 9) / 50), site: always(check(true)) },
    after: {
      errors: from(300, steady, broken),
      slow: (t: number) => (t % 11 === 3 ? error : latency(0.1 + (t % 9) / 50)),
      site: (t: number) => (t % 50 === 7 ? undefined : check(t % 40 !== 5)),
    },
  };

  it('folding everything again, or a snapshot and the tail, gives the same bits', () => {
    const whole = tell(scenario);
    whole.until(minutes(50));
    const snapshot: unknown = JSON.parse(JSON.stringify(whole.watch.snapshot()));
    whole.until(minutes(70));
    const at = minutes(100);
    const wanted = whole.until(at);

    const again = tell(scenario);
    expect(again.until(at)).toEqual(wanted);
    expect(JSON.stringify(again.watch.snapshot())).toBe(JSON.stringify(whole.watch.snapshot()));

    const restored = restoreWatch(whole.setup, snapshot);
    for (const observation of again.told(at)) restored.observe(observation);
    expect(restored.assess(plus(deployedAt, at))).toEqual(wanted);
    expect(JSON.stringify(restored.snapshot())).toBe(JSON.stringify(whole.watch.snapshot()));
  });

  it('says the same at once', () => {
    const buckets = (t: number) => ({ type: 'histogram' as const, bounds: [0.1, 0.5], counts: [30, 9, t % 3] });
    const told = tell({
      criteria: [
        criterion({ measure: 'rate', name: 'errors', limit: 0.01 }),
        criterion({ measure: 'latency', name: 'times', limit: 0.3 }),
        criterion({ measure: 'latency', name: 'buckets', limit: 0.4 }),
        criterion({ measure: 'gauge', name: 'unread', limit: 0.4 }),
      ],
      after: { errors: from(20, steady, broken), times: (t) => latency(0.1 + (t % 9) / 50), buckets },
    });
    const at = minutes(12);
    const wanted = told.until(at);
    expect(wanted.judgements.map(({ value }) => value)).toEqual([0.2, 0.26, expect.any(Number), undefined]);
    const restored = restoreWatch(told.setup, JSON.parse(JSON.stringify(told.watch.snapshot())));
    expect(restored.assess(plus(deployedAt, at))).toEqual(wanted);
    expect(restored.snapshot()).toEqual(told.watch.snapshot());
  });

  it('refuses a snapshot of another plan', () => {
    const { watch, setup } = tell(scenario);
    const other = { ...setup, criteria: setup.criteria.map((one) => ({ ...one, tolerance: 0.5 })) };
    expect(() => restoreWatch(other, watch.snapshot())).toThrow('another plan');
    expect(() => restoreWatch(setup, { version: 0, setup: 1, frozen: [], criteria: [] })).toThrow('version 0');
  });

  it('refuses what is none, and one that is cut short', () => {
    const { watch, setup } = tell({ criteria: [errors], after: {} });
    const whole = watch.snapshot() as Record<string, unknown>;
    for (const nothing of [undefined, null, 'snapshot', 4]) {
      expect(() => restoreWatch(setup, nothing)).toThrow('not a snapshot');
    }
    for (const missing of ['version', 'setup', 'frozen', 'criteria']) {
      const { [missing]: _, ...rest } = whole;
      expect(() => restoreWatch(setup, rest)).toThrow('not a snapshot');
    }
    expect(() => restoreWatch(setup, { ...whole, frozen: [] })).toThrow('no limits for its criterion 0');
  });
});
