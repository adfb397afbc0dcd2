import { ticksUntil } from '../statistics/ticks-until.ts';
import type { Explained } from './explained.ts';
import { beyond, imagine, mostReadings, usualUnits } from './usual-reading.ts';
import { times } from './wording.ts';

/** `recovered after 6 readings in a row without a bad request`; undefined when it would take more than anybody waits for. */
export function recoversWhen(explained: Explained): string | undefined {
  const { of, judged, frame } = explained;
  if (of.recoveredAt !== null) return undefined;
  const { tuning } = frame;
  const each = of.tests.map((test) =>
    test.recovery === null
      ? undefined
      : ticksUntil({
          imagined: [imagine(explained, test, test.recovery, { n: usualUnits(test, explained), k: 0 })],
          seconds: judged.everySeconds,
          target: 1 / tuning.recoveryAlpha,
          most: mostReadings,
          tuning,
        }),
  );
  if (!each.every((readings) => readings !== undefined)) return undefined;
  const needed = Math.max(1, ...each);
  return `recovered after ${times(needed, 'reading', 'readings')}${needed === 1 ? '' : ' in a row'} ${allGood(explained)}`;
}

function allGood(explained: Explained): string {
  switch (explained.judged.criterion.measure) {
    case 'count':
      return 'without an event';
    case 'rate':
      return 'without a bad request';
    case 'check':
      return 'without a failed look';
    case 'latency':
      return `with no request ${beyond(explained, 'any')}`;
    case 'gauge':
      return `not ${beyond(explained, 'any')}`;
  }
}
