import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { accepted } from './accepted.ts';
import { type Explained, present } from './explained.ts';
import { amount, period } from './wording.ts';

/** `0.4 %, 41 of 10,204 requests since the deploy (baseline 0.5 % over the 24 h before, +25 % allowed)`. */
export function sinceDeploy(explained: Explained): string | undefined {
  const { judged, figures } = explained;
  const { criterion } = judged;
  const { test } = figures;
  const value = present(explained);
  if (test === undefined || value === undefined) return undefined;
  const against = `since the deploy (${accepted(explained, test)})`;
  const bad = groupThousands(Math.round(test.k));
  switch (criterion.measure) {
    case 'count':
      return `${value}, ${amount(criterion, test.k)} in ${period(test.n * 60)} ${against}`;
    case 'rate':
      return `${value}, ${bad} of ${amount(criterion, test.n)} bad ${against}`;
    case 'check':
      return `${value} failed, ${bad} of ${amount(criterion, test.n)} ${against}`;
    case 'latency':
    case 'gauge':
      return `${value}${figures.isOfLate ? ' of late' : ''}, ${amount(criterion, test.n)} ${against}`;
  }
}
