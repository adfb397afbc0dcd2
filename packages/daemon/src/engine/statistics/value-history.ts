import type { Tuning } from '../tuning.ts';
import { splitBlocks } from './baseline-blocks.ts';
import { type Distribution, merge, total } from './distribution.ts';

/** The values of a baseline, sorted once for all the quantiles that are asked of it. */
export interface ValueHistory {
  /** In order of time; null is a gap. */
  readonly slots: readonly (Distribution | null)[];
  readonly slotSeconds: number;
  readonly all: Distribution;
  readonly total: number;
  /** Hour by hour, counted back from the deploy; null is an hour without a value. */
  readonly hours: readonly (Distribution | null)[];
  /** Some of the hours together, by their index; null when there is no value in any of them. */
  together(hours: readonly number[]): Distribution | null;
}

/** `slots` must hold at least one value. */
export function valueHistory(
  slots: readonly (Distribution | null)[],
  slotSeconds: number,
  { blockSeconds }: Pick<Tuning, 'blockSeconds'>,
): ValueHistory {
  const all = merge(present(slots));
  const hours = splitBlocks(slots, slotSeconds, blockSeconds).map((block) => {
    const parts = present(block);
    return parts.length === 0 ? null : merge(parts);
  });
  const merged = new Map<string, Distribution | null>();
  const together = (group: readonly number[]): Distribution | null => {
    const key = group.join();
    const known = merged.get(key);
    if (known !== undefined) return known;
    const parts = present(group.map((hour) => hours[hour] ?? null));
    const made = parts.length === 0 ? null : merge(parts);
    merged.set(key, made);
    return made;
  };
  return { slots, slotSeconds, all, total: total(all), hours, together };
}

export const present = (slots: readonly (Distribution | null)[]): Distribution[] =>
  slots.filter((slot) => slot !== null);
