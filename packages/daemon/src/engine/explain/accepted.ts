import { isCovered } from '../statistics/baseline-blocks.ts';
import { barAt, type TestLimit } from '../test-limit.ts';
import type { TestState } from '../test-state.ts';
import { type Explained, named } from './explained.ts';
import { percent, period, valueIn } from './wording.ts';

type Compared = Extract<TestLimit, { readonly reference: unknown }>;

/**
 * What a test holds against: `limit 800 ms`, or `baseline p95 278 ms over the 24 h before, +10 % allowed`. Whatever
 * makes the limit more than baseline x (1 + tolerance) is named, so that a reader can do the sum.
 */
export function accepted(explained: Explained, test: TestState): string {
  const { criterion } = explained.judged;
  const { limit } = test;
  switch (limit.type) {
    case 'rate-limit':
      return `limit ${valueIn(criterion, limit.rate)}`;
    case 'value-limit':
      return `limit ${named(explained, test, criterion.worse === 'lower' ? -limit.threshold : limit.threshold)}`;
    case 'rate-baseline':
    case 'value-baseline':
      return comparison(explained, test, limit);
  }
}

function comparison(explained: Explained, test: TestState, limit: Compared): string {
  const { judged, now, frame } = explained;
  const { criterion } = judged;
  const { reference } = limit;
  const { coverSeconds } = frame.tuning;
  const measured = limit.type === 'value-baseline';
  const lower = measured && criterion.worse === 'lower';
  const turned = (value: number) => (lower ? -value : value);

  const covered = isCovered({ at: now, spanSeconds: reference.spanSeconds, coverSeconds });
  const tolerance = covered ? reference.tolerance : reference.wideTolerance;
  const bar = barAt(limit, now, frame.tuning);
  const bound = turned(bar.threshold ?? bar.rate);
  const usual = turned(measured ? limit.reference.quantile : limit.reference.sums.k / limit.reference.sums.n);
  const when = `over the ${period(reference.spanSeconds)} before`;

  const before = `baseline ${named(explained, test, usual)} ${when}`;
  if (!measured && bound <= limit.reference.okBelow) {
    return `${before}; up to ${valueIn(criterion, bound)} is always accepted`;
  }
  const allowed = allowance({ tolerance, planned: judged.criterion.tolerance, covered, lower });
  const worst = bound / (1 + (lower ? -1 : 1) * tolerance);
  const hour = reference.hourly === null ? 'at worst' : 'at this hour up to';
  const atWorst = lower && reference.hourly !== null ? 'at this hour down to' : hour;
  return valueIn(criterion, worst) === valueIn(criterion, usual)
    ? `${before}, ${allowed}`
    : `${before}, ${atWorst} ${valueIn(criterion, worst)}, ${allowed}`;
}

function allowance({
  tolerance,
  planned,
  covered,
  lower,
}: {
  tolerance: number;
  planned: number | undefined;
  covered: boolean;
  lower: boolean;
}): string {
  const words = `${lower ? '−' : '+'}${percent(tolerance)} allowed`;
  if (!covered) return `${words} at an hour that it did not see`;
  return planned !== undefined && tolerance > planned ? `${words} because it is short` : words;
}
