import type { Count } from '../statistics/law.ts';
import { ticksUntil } from '../statistics/ticks-until.ts';
import { barAt } from '../test-limit.ts';
import type { TestState } from '../test-state.ts';
import { noGoEvidence } from '../tuning.ts';
import { canBeOut, outageInARow } from '../violation.ts';
import type { Explained } from './explained.ts';
import { beyond, imagine, mostReadings, usualUnits } from './usual-reading.ts';
import { times } from './wording.ts';

/** Events of an imagined flood: so many times what the limit allows. */
const flood = 10;

/** `after 5 readings in a row with every request bad`; undefined when it would take more than anybody waits for. */
export function failsWhen(explained: Explained, verdictEvidence: number): string | undefined {
  const { judged, of } = explained;
  if (of.absentInARow > 0) {
    const left = judged.criterion.confirm - of.absentInARow;
    return `after ${times(left, 'more reading', 'more readings')} with nothing there`;
  }
  return judged.confirmation === undefined ? bySurprise(explained, verdictEvidence) : byRule(explained);
}

function byRule({ judged, of }: Explained): string {
  const { criterion, confirmation } = judged;
  const left = Math.max(1, criterion.confirm - of.violation.confirmations);
  if (confirmation === 'standing') {
    const happened = of.violation.bad > 0;
    const readings = happened ? left : criterion.confirm - 1;
    const first = criterion.measure === 'count' ? 'with the first event' : 'with the first bad request';
    if (happened) return readings === 1 ? 'with the next reading' : `with ${readings} more readings`;
    return readings === 0 ? first : `${first} and ${times(readings, 'reading', 'readings')} after it`;
  }
  const row = left === 1 || confirmation === 'in-total' ? '' : ' in a row';
  const more = of.violation.confirmations > 0 ? 'more ' : '';
  return `after ${times(left, `${more}violating reading`, `${more}violating readings`)}${row}`;
}

function bySurprise(explained: Explained, verdictEvidence: number): string | undefined {
  const { judged, of, frame, figures } = explained;
  const { criterion, weight, deciding, everySeconds } = judged;
  const { tuning } = frame;
  const needed = noGoEvidence(tuning);
  // More failed looks than make an outage are of no interest: by then it fails by rule.
  const out = canBeOut(criterion) ? Math.max(1, outageInARow - of.violation.inARow) : undefined;
  const readings =
    of.judged === 0
      ? undefined
      : ticksUntil({
          imagined: of.tests.map((test) => imagine(explained, test, test.process, worst(explained, test))),
          seconds: everySeconds,
          target: deciding ? (needed - verdictEvidence) / weight + figures.eValue : needed,
          most: out ?? mostReadings,
          tuning,
        });
  if (criterion.measure !== 'check') {
    return readings === undefined
      ? undefined
      : `after ${times(readings, 'reading', 'readings')}${readings === 1 ? '' : ' in a row'} ${allBad(explained)}`;
  }
  const looks = readings ?? out;
  return looks === undefined
    ? undefined
    : `after ${times(looks, 'failed look', 'failed looks')}${looks === 1 ? '' : ' in a row'}`;
}

function worst(explained: Explained, test: TestState): Count {
  const n = usualUnits(test, explained);
  return { n, k: explained.judged.criterion.measure === 'count' ? floodOf(explained) : n };
}

/** Whole events in one reading, nobody sees half of one; enough to break every limit of the criterion. */
function floodOf(explained: Explained): number {
  const { of, frame, now } = explained;
  const each = of.tests.map((test) => flood * usualUnits(test, explained) * barAt(test.limit, now, frame.tuning).rate);
  return Math.max(1, Math.ceil(Math.max(...each)));
}

function allBad(explained: Explained): string {
  switch (explained.judged.criterion.measure) {
    case 'rate':
    case 'check':
      return 'with every request bad';
    case 'count':
      return `with ${times(floodOf(explained), 'event', 'events')} in each`;
    case 'latency':
      return `with every request ${beyond(explained, 'all')}`;
    case 'gauge':
      return beyond(explained, 'all');
  }
}
