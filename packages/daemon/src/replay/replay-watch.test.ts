import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { check, criterion, deployedAt, rate, settingsFor } from '../engine/scenario.fixture.ts';
import { type RecordedSilence, replayWatch } from './replay-watch.ts';

const setupOf = (criteria: readonly Criterion[], length = hours(4)) => ({
  criteria,
  startedAt: deployedAt,
  settings: settingsFor(length),
  rollback: { blocking: 1, critical: 2, integrity: 1 },
});
const every = (of: Criterion, from: number, to: number, reading: (second: number) => Reading, offset = 0) => {
  const step = of.every / 1000;
  const all: Observation[] = [];
  for (let second = from + offset; second + step <= to; second += step) {
    const at = instant(deployedAt + second * 1000);
    all.push({ criterion: of.name, at, seconds: step, reading: reading(second) });
  }
  return all;
};
const run = (
  criteria: readonly Criterion[],
  baseline: readonly Observation[],
  after: readonly Observation[],
  silences: readonly RecordedSilence[] = [],
) => {
  const watch = replayWatch({ setup: setupOf(criteria), baseline, silences });
  for (const one of [...after].sort((a, b) => a.at - b.at)) watch.take(one);
  return watch.finish();
};
const afterDeploy = ({ changes }: ReturnType<typeof run>) =>
  changes.map(({ at, assessment }) => [(at - deployedAt) / 1000, assessment.verdict] as const);

const errors = criterion({ measure: 'rate', name: 'errors', tolerance: 0.25 });
const healthy = criterion({ measure: 'check', name: 'healthy', severity: 'blocking' });
const day = 86_400;
const well = () => rate(2, 400);
const before = every(errors, -day, 0, well);

describe('the recorded clock', () => {
  it('says GO when it may be said, even if no reading comes at that time', () => {
    const slow = { ...errors, every: seconds(100) };
    const told = run(
      [slow],
      every(slow, -day, 0, () => rate(14, 2800)),
      every(slow, 0, 4 * 3600, () => rate(14, 2800)),
    );
    expect(afterDeploy(told)).toEqual([[1800, 'go']]);
  });

  it('says NO-GO at the end of the interval whose reading decided', () => {
    const bad = [240, 255, 270];
    const told = run(
      [healthy],
      every(healthy, -day, 0, () => check(true)),
      every(healthy, 0, 600, (second) => check(!bad.includes(second))),
    );
    expect(afterDeploy(told)).toEqual([[285, 'no-go']]);
    expect(told.changes[0]?.assessment.recommendation).toBe('roll-back');
  });

  it('knows a long interval only when it is over', () => {
    const slow = { ...errors, name: 'slow', every: minutes(5) };
    const after = [...every(slow, 0, 3600, () => rate(4000, 8000)), ...every(errors, 0, 3600, well)];
    const told = run([slow, errors], [...every(slow, -day, 0, () => rate(40, 8000)), ...before], after);
    const noGo = told.changes.find(({ assessment }) => assessment.verdict === 'no-go');
    expect(((noGo?.at ?? 0) - deployedAt) % 300_000).toBe(0);
  });

  it('ends at the latest moment of the watch, however late the next reading is', () => {
    const late = { criterion: 'errors', at: plus(deployedAt, hours(5000)), seconds: 15, reading: well() };
    expect(run([errors], before, [late]).last.at).toBe(plus(deployedAt, settingsFor(hours(4)).atMost));
  });

  it('goes on where readings are missing: a GO is taken back when they are too old', () => {
    const told = run([errors], before, [...every(errors, 0, 3600, well), ...every(errors, 3 * 3600, 3.5 * 3600, well)]);
    const verdicts = afterDeploy(told);
    expect(verdicts.slice(0, 2)).toEqual([
      [1800, 'go'],
      [expect.any(Number), 'undecided'],
    ]);
    expect(verdicts[1]?.[0]).toBeGreaterThan(3600 + 299);
    expect(verdicts[1]?.[0]).toBeLessThanOrEqual(3600 + 330);
  });

  it('finds the same, to a third of an interval, however the criteria are spread over it', () => {
    const worse = (second: number) => (second >= 3600 ? rate(20, 400) : well());
    const others = Array.from({ length: 9 }, (_, i) => ({ ...errors, name: `other-${i}` }));
    const told = (offset: (i: number) => number) =>
      run(
        [errors, ...others],
        [before, ...others.map((other) => every(other, -day, 0, well))].flat(),
        [
          every(errors, 0, 3 * 3600, worse),
          ...others.map((other, i) => every(other, 0, 3 * 3600, well, offset(i))),
        ].flat(),
      );
    const noGo = (of: ReturnType<typeof run>) => afterDeploy(of).find(([, verdict]) => verdict === 'no-go')?.[0] ?? 0;
    const together = noGo(told(() => 0));
    expect(together).toBeGreaterThan(3600);
    expect(Math.abs(noGo(told((i) => 1.4 * i)) - together)).toBeLessThanOrEqual(15);
  });

  it('ends with the watch, and takes nothing more', () => {
    const told = run([errors], before, every(errors, 0, 6 * 3600, well));
    expect(told.last.at).toBe(plus(deployedAt, hours(4)));
    expect(told.last.assessment).toMatchObject({ final: true, verdict: 'go' });
    expect(told.folded).toBe(4 * 240);
  });

  it('looks at the end although the last reading is missing', () => {
    const told = run([errors], before, every(errors, 0, 4 * 3600 - 15, well));
    expect(told.last.assessment).toMatchObject({ final: true, verdict: 'go' });
  });

  it('counts what the engine did not take', () => {
    const twice = every(errors, 0, 600, well).flatMap((one) => [one, one]);
    expect([...run([errors], before, twice).dropped]).toEqual([['a second reading for its interval', 40]]);
  });

  it('mutes a criterion as it was muted then', () => {
    const broken = every(healthy, 0, 3600, () => check(false));
    const silence = { criterion: 'healthy', from: deployedAt, until: plus(deployedAt, millis(hours(1))) };
    const base = every(healthy, -day, 0, () => check(true));
    expect(run([healthy], base, broken).last.assessment.verdict).toBe('no-go');
    expect(run([healthy], base, broken, [silence]).last.assessment.verdict).toBe('undecided');
  });

  it('without a single reading says nothing at all', () => {
    expect(run([errors], before, [])).toMatchObject({ changes: [], last: { at: deployedAt }, folded: 0 });
  });
});
