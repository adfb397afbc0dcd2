import { allGrown, type Counters, grown } from './counters.ts';
import type { History } from './history.ts';
import { isSlower } from './is-slower.ts';

export interface Bar {
  readonly factor: number;
  /** Milliseconds. */
  readonly atLeast: number;
  readonly calls: number;
}

interface Stretch {
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
 * Statements found slower at this look. Each is looked at in stretches of half the calls asked for; two slow stretches
 * in a row make it slower, so one stall of the machine does not, and a statement that turns slow late is found like one
 * that was slow at once. Each is told once.
 */
export function findSlower(
  suspicion: Suspicion | undefined,
  { era, last, start, before = new Map() }: History,
  bar: Bar,
): { readonly suspicion: Suspicion; readonly found: readonly Slower[] } {
  const same = suspicion?.era === era.key ? suspicion : undefined;
  const stretches = new Map(same?.stretches);
  const told = new Set(same?.told);
  const found: Slower[] = [];
  for (const [id, counters] of last) {
    const usual = before.get(id);
    if (usual === undefined || told.has(id)) continue;
    const stretch = stretches.get(id) ?? { from: start.get(id) };
    const now = grown(counters, stretch.from);
    if (now[0] < bar.calls / 2) continue;
    const slow = isSlower(now, usual, bar) ? now : undefined;
    if (slow !== undefined && stretch.slow !== undefined) {
      told.add(id);
      stretches.delete(id);
      found.push({
        id,
        now: [slow[0] + stretch.slow[0], slow[1] + stretch.slow[1], slow[2] + stretch.slow[2]],
        before: usual,
      });
    } else stretches.set(id, { from: counters, ...(slow && { slow }) });
  }
  return { suspicion: { era: era.key, stretches, told }, found };
}

/** Statements never seen before the deploy that take their time. */
export function findNew(
  told: ReadonlySet<string>,
  { last, start, known }: History,
  { atLeast, calls }: Omit<Bar, 'factor'>,
): readonly { readonly id: string; readonly now: Counters }[] {
  const since = allGrown(last, start);
  return [...since].flatMap(([id, now]) =>
    !known.has(id) && !told.has(id) && now[0] >= calls && now[1] / now[0] >= atLeast ? [{ id, now }] : [],
  );
}
