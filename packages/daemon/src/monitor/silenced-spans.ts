import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { type Instant, instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';

export interface SilencedSpan {
  readonly criterion: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** When which criterion is silenced, in order of time: silences that follow each other without a gap are one span. */
export function silencedSpans(silences: readonly Silence[]): readonly SilencedSpan[] {
  const last = new Map<string, SilencedSpan>();
  const spans: SilencedSpan[] = [];
  for (const silence of silences.toSorted((a, b) => at(a.from) - at(b.from))) {
    const { criterion } = silence;
    const [from, until] = [at(silence.from), at(silence.until)];
    if (until <= from) continue;
    const before = last.get(criterion);
    if (before !== undefined && from <= before.until) {
      const joined = { ...before, until: instant(Math.max(before.until, until)) };
      spans[spans.indexOf(before)] = joined;
      last.set(criterion, joined);
      continue;
    }
    const span = { criterion, from, until };
    spans.push(span);
    last.set(criterion, span);
  }
  return spans;
}

/** Those that are in force at `now`. */
export const inForce = (silences: readonly Silence[], now: Instant): readonly Silence[] =>
  silences.filter(({ from, until }) => at(from) <= now && now < at(until));

function at(time: string): Instant {
  const read = parseRfc3339(time);
  if (read === undefined) throw new TypeError(`"${time}" in a silence is not an RFC 3339 time`);
  return read;
}
