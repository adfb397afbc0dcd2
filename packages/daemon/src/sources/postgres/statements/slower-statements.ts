import { between, type Instant, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { allGrown, type Counters, grown } from './counters.ts';
import type { History } from './history.ts';
import { isSlower, seemsSlower } from './is-slower.ts';

export interface Bar {
  readonly factor: number;
  /** Milliseconds. */
  readonly atLeast: number;
  readonly calls: number;
  /** How long it must last. */
  readonly span: Millis;
}

interface Stretch {
  readonly since: Instant;
  /** The counters as it began. */
  readonly from: Counters | undefined;
  /** The stretch before, when it was slow. */
  readonly slow?: Counters;
}

/** What one criterion has seen of the statements since the deploy. */
export interface Suspicion {
  readonly era: string;
  readonly stretches: ReadonlyMap<string, Stretch>;
  readonly told: ReadonlySet<string>;
}

export interface Slower {
  readonly id: string;
  readonly now: Counters;
  readonly before: Counters;
}

/**
 * Statements found slower at this look. Each is looked at in stretches of half the calls and half the time asked for, or
 * longer while it seems slower and chance cannot be ruled out. Two slow stretches in a row make it slower: a stall of the
 * machine does not, and a statement that turns slow late is found like one that was slow at once. It must also be slower
 * than its worst hour before. Each is told once.
 */
export function findSlower(
  suspicion: Suspicion | undefined,
  { era, last, lastAt: now, start, startAt, before = new Map(), worstOfBefore }: History,
  bar: Bar,
): { readonly suspicion: Suspicion; readonly found: readonly Slower[] } {
  const same = suspicion?.era === era.key ? suspicion : undefined;
  const stretches = new Map(same?.stretches);
  const told = new Set(same?.told);
  const found: Slower[] = [];
  for (const [id, counters] of last) {
    const usual = before.get(id);
    if (usual === undefined || told.has(id)) continue;
    const stretch = stretches.get(id) ?? { since: startAt, from: start.get(id) };
    const seen = grown(counters, stretch.from);
    if (seen[0] < bar.calls / 2 || between(stretch.since, now) < bar.span / 2) continue;
    const worst = worstOfBefore.get(id);
    const isSlow = isSlower(seen, usual, bar) && (worst === undefined || isSlower(seen, worst, noWorse));
    // Slower, and not yet beyond chance: more calls will tell.
    if (!isSlow && seemsSlower(seen, usual, bar) && seen[0] < mostCalls) continue;
    if (isSlow && stretch.slow !== undefined) {
      told.add(id);
      stretches.delete(id);
      found.push({ id, now: sum(seen, stretch.slow), before: usual });
    } else stretches.set(id, { since: now, from: counters, ...(isSlow && { slow: seen }) });
  }
  return { suspicion: { era: era.key, stretches, told }, found };
}

/** Of so many calls, those of one stretch are not kept waiting for more. */
const mostCalls = 100_000;
const noWorse = { factor: 1, atLeast: 0 };
const sum = (one: Counters, other: Counters): Counters => [one[0] + other[0], one[1] + other[1], one[2] + other[2]];

/** Statements never seen before the deploy that take their time. */
export function findNew(
  told: ReadonlySet<string>,
  { last, start, known }: History,
  { atLeast, calls }: Pick<Bar, 'atLeast' | 'calls'>,
): readonly { readonly id: string; readonly now: Counters }[] {
  const since = allGrown(last, start);
  return [...since].flatMap(([id, now]) =>
    !known.has(id) && !told.has(id) && now[0] >= calls && now[1] / now[0] >= atLeast ? [{ id, now }] : [],
  );
}
