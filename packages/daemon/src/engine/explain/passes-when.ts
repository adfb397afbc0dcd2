import { barAtFactor } from '../test-limit.ts';
import { certifying, unitsToRuleOut } from '../test-state.ts';
import type { Explained } from './explained.ts';
import { moreUnits, times, valueIn } from './wording.ts';

/** `passing after 1,869 more looks without a bad one`: the shortest way to what GO wants ruled out. */
export function passesWhen({ judged, of, frame }: Explained): string {
  const { criterion, goFactor } = judged;
  const { tuning } = frame;
  const tests = certifying(of.tests, tuning);
  const more = Math.ceil(Math.max(...tests.map((test) => unitsToRuleOut(test, goFactor, tuning))));
  const thresholds = tests.flatMap(({ limit }) => barAtFactor(limit, goFactor).threshold ?? []);
  const lower = criterion.worse === 'lower';
  const edge = Math.min(...thresholds);
  switch (criterion.measure) {
    case 'count':
      return `passing after ${times(more, 'more minute', 'more minutes')} without an event`;
    case 'rate':
      return `passing after ${moreUnits(criterion, more)} without a bad one`;
    case 'check':
      return `passing after ${moreUnits(criterion, more)} without a failed one`;
    case 'latency':
    case 'gauge':
      return `passing after ${moreUnits(criterion, more)}, none of them ${lower ? 'under' : 'over'} ${valueIn(criterion, lower ? -edge : edge)}`;
  }
}
