import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import { exampleOf } from '../../web/redact.ts';
import { countedOver, type Over } from '../counted-over.ts';
import { lineTest, matching } from './line-test.ts';
import type { LogCount, LogRate } from './log-queries.ts';
import { levelless, silence, type Tally } from './tally.ts';

const counted = z.strictObject({
  /** Of any kind: whether the log goes on. */
  lines: z.number(),
  total: z.number(),
  bad: z.number(),
  example: z.string().exactOptional(),
});
type Counted = z.infer<typeof counted>;

const nothing: Counted = { lines: 0, total: 0, bad: 0 };

/** Bad lines out of all lines. */
export function rateTally({ bad, of }: LogRate): Tally {
  return linesTally({
    wanted: bad,
    of,
    answer: ({ bad: worse, total }, because) => ({ type: 'rate', bad: worse, total, ...because }),
  });
}

/** So many lines. */
export function countTally(
  query: Exclude<LogCount, 'new-signatures' | { readonly 'new-signatures': unknown }>,
  every: Millis | undefined,
): Tally {
  return linesTally({
    wanted: query === 'errors' ? 'error' : query,
    of: undefined,
    every,
    answer: ({ bad }, because, over) => ({ type: 'count', count: bad, ...over, ...because }),
  });
}

function linesTally(asked: {
  readonly wanted: LogRate['bad'];
  readonly of: string | undefined;
  readonly every?: Millis | undefined;
  answer(sum: Counted, because: { readonly because?: string }, over: Over): Reading;
}): Tally {
  const test = lineTest(asked.wanted);
  const isOfAll = asked.of === undefined ? () => true : matching(asked.of);
  let sum: Counted = { ...nothing };
  let isFirst = true;
  const lookedAt = countedOver(asked.every);
  return {
    note(entry, { origin, isHistory }) {
      if (isHistory) return;
      sum.lines += 1;
      if (!isOfAll(entry)) return;
      sum.total += 1;
      if (!test.matches(entry)) return;
      sum.bad += 1;
      sum.example ??= `${origin}: ${exampleOf(entry.text)}`;
    },
    take(standing) {
      const { lines, total, bad, example } = sum;
      const taken = sum;
      // Of a time whose lines were lost in part, those that were read do not speak.
      const over = lookedAt(standing.now, standing.hasLost);
      sum = { ...nothing };
      const wasFirst = isFirst;
      isFirst = false;
      if (wasFirst && lines === 0) return { type: 'absent', because: 'the first look: lines are counted from now on' };
      const trouble =
        (lines === 0 ? silence(standing) : undefined) ?? (test.needsLevel ? levelless(standing) : undefined);
      if (trouble !== undefined) return trouble;
      if (bad === 0 || example === undefined) return asked.answer(taken, {}, over);
      const shown = `${groupThousands(bad)} of ${groupThousands(total)} lines ${test.inWords}; for instance ${example}`;
      return asked.answer(taken, { because: shown }, over);
    },
    save: () => sum,
    restore(saved) {
      const read = counted.safeParse(saved);
      if (!read.success) return;
      sum = { ...read.data };
      isFirst = false;
    },
  };
}
