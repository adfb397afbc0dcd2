import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { formatDuration, type Instant, minus } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { spanOf } from '../../web/duration-text.ts';
import { exampleOf } from '../../web/redact.ts';
import { matching } from './line-test.ts';
import type { LogCheck } from './log-queries.ts';
import { patternInWords } from './pattern.ts';
import { type Standing, silence, type Tally, timeOfDay } from './tally.ts';

const saved = z.strictObject({
  lines: z.number(),
  forbidden: z.number(),
  example: z.string().exactOptional(),
  wanted: z.number(),
  wantedAt: z.number().exactOptional(),
  since: z.number().exactOptional(),
  lostAt: z.number().exactOptional(),
});

/** Whether what must not stand in the log does not, and what must does. */
export function checkTally({ never, contains, within }: LogCheck): Tally {
  const isForbidden = never === undefined ? () => false : matching(never);
  const isWanted = contains === undefined ? () => false : matching(contains);
  let sum: z.infer<typeof saved> = { lines: 0, forbidden: 0, wanted: 0 };

  function missing({ now, hasLost }: Standing, first: Instant | undefined): Reading | undefined {
    if (contains === undefined) return undefined;
    const pattern = patternInWords(contains);
    const perhaps: Reading = { type: 'absent', because: `a line that matches ${pattern} may be among those not read` };
    if (within === undefined)
      return sum.wanted > 0
        ? undefined
        : hasLost
          ? perhaps
          : { type: 'check', ok: false, because: `no line matched ${pattern} since the last reading` };
    const from = minus(now, spanOf(within));
    if (sum.wantedAt !== undefined && sum.wantedAt >= from) return undefined;
    if (first === undefined || first > from)
      return {
        type: 'absent',
        because: `no line has matched ${pattern} so far, and the log was not watched for ${within} yet`,
      };
    if (hasLost || (sum.lostAt !== undefined && sum.lostAt >= from)) return perhaps;
    const last =
      sum.wantedAt === undefined ? 'none was seen' : `the last was at ${timeOfDay(sum.wantedAt as Instant, now)}`;
    return {
      type: 'check',
      ok: false,
      because: `no line matched ${pattern} within ${formatDuration(spanOf(within))}; ${last}`,
    };
  }

  return {
    note(entry, { at, origin, isHistory }) {
      if (isWanted(entry)) {
        if (!isHistory) sum.wanted += 1;
        sum.wantedAt = Math.max(sum.wantedAt ?? at, at);
      }
      if (isHistory) return;
      sum.lines += 1;
      if (!isForbidden(entry)) return;
      sum.forbidden += 1;
      sum.example ??= `${origin}: ${exampleOf(entry.text)}`;
    },
    take(standing) {
      const isFirst = sum.since === undefined;
      const since = (sum.since ?? standing.now) as Instant;
      const { forbidden, example, lines, wantedAt } = sum;
      const lostAt = standing.hasLost ? standing.now : sum.lostAt;
      const absence = missing(standing, since);
      sum = {
        lines: 0,
        forbidden: 0,
        wanted: 0,
        since,
        ...(wantedAt !== undefined && { wantedAt }),
        ...(lostAt !== undefined && { lostAt }),
      };
      if (forbidden > 0) {
        const times = forbidden === 1 ? 'a line' : `${forbidden} lines`;
        return { type: 'check', ok: false, because: `${times} matched ${patternInWords(never ?? '')}: ${example}` };
      }
      if (isFirst && lines === 0 && within === undefined)
        return { type: 'absent', because: 'the first look: lines are read from now on' };
      if (absence !== undefined) return absence;
      return (lines === 0 && contains === undefined ? silence(standing) : undefined) ?? { type: 'check', ok: true };
    },
    save: () => sum,
    restore(kept) {
      const read = saved.safeParse(kept);
      if (read.success) sum = read.data;
    },
  };
}
