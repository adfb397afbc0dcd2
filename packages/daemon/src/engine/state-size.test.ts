import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { tell } from './scenario.fixture.ts';
import { largestStates } from './state-size.fixture.ts';

it.each(largestStates)(
  'the state of $title stays under 4 KB in all of 24 hours, calm or failing',
  ({ criteria, stories }) => {
    const told = tell({ criteria, before: stories, after: stories, baseline: hours(6) });
    for (let hour = 1; hour <= 24; hour++) {
      told.until(hours(hour));
      const { criteria } = told.watch.snapshot() as { readonly criteria: readonly [unknown] };
      expect(JSON.stringify(criteria[0]).length, `after ${hour} h`).toBeLessThanOrEqual(4096);
    }
  },
);
