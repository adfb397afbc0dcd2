import type { Count } from '../statistics/law.ts';
import type { Imagined } from '../statistics/ticks-until.ts';
import { barAt } from '../test-limit.ts';
import { furtherBets, mannerOf, type TestState } from '../test-state.ts';
import type { Explained } from './explained.ts';
import { valueIn } from './wording.ts';

/** A change that needs more readings in a row than this is no news. */
export const mostReadings = 10_000;

/** Units in one reading, as it has been since the deploy. A count of one interval has its minutes, whatever gaps there were. */
export function usualUnits(test: TestState, { judged, of }: Explained): number {
  if (of.judged === 0) return 0;
  return judged.criterion.measure === 'count' ? judged.everySeconds / 60 : test.n / of.judged;
}

/** A reading of the usual size of which so many units are bad, held against the limit of this moment. */
export function imagine(explained: Explained, test: TestState, process: Imagined['process'], units: Count): Imagined {
  const { frame, now } = explained;
  const limit = barAt(test.limit, now, frame.tuning).rate;
  const further = process === test.process ? furtherBets(test, now, frame.tuning) : [];
  return { process, units, limit, ...mannerOf(test), further };
}

/** `over 367 ms`: past every threshold of the criterion (`all`), or past the first of them (`any`). */
export function beyond(explained: Explained, which: 'all' | 'any'): string {
  const { judged, of, frame, now } = explained;
  const { criterion } = judged;
  const thresholds = of.tests.flatMap((test) => barAt(test.limit, now, frame.tuning).threshold ?? []);
  const edge = which === 'all' ? Math.max(...thresholds) : Math.min(...thresholds);
  const lower = criterion.worse === 'lower';
  return `${lower ? 'under' : 'over'} ${valueIn(criterion, lower ? -edge : edge)}`;
}
