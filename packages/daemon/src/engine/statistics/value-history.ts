import type { SlowWork } from '../../ports/slow-work.ts';
import type { Tuning } from '../tuning.ts';
import { splitBlocks } from './baseline-blocks.ts';
import { type Distribution, merge } from './distribution.ts';
import { type Pool, poolOf } from './pool.ts';

/** The values of a baseline, sorted hour by hour for all the quantiles that are asked of it. */
export interface ValueHistory {
  /** In order of time; null is a gap. */
  readonly slots: readonly (Distribution | null)[];
  readonly slotSeconds: number;
  readonly all: Pool;
  /** Hour by hour, counted back from the deploy; null is an hour without a value. */
  readonly hours: readonly (Distribution | null)[];
  /** Some of the hours together, by their index; null when there is no value in any of them. */
  together(hours: readonly number[]): Pool | null;
}

/** `slots` must hold at least one value. */
export function* valueHistory(
  slots: readonly (Distribution | null)[],
  slotSeconds: number,
  { blockSeconds }: Pick<Tuning, 'blockSeconds'>,
): SlowWork<ValueHistory> {
  const blocks = splitBlocks(slots, slotSeconds, blockSeconds);
  const hours: (Distribution | null)[] = [];
  for (const block of blocks) {
    yield;
    const parts = present(block);
    hours.push(parts.length === 0 ? null : merge(parts));
  }
  const beforeHours = slots.slice(0, slots.length - blocks.flat().length);
  const pools = new Map<string, Pool | null>();
  const together = (group: readonly number[]): Pool | null => {
    const key = group.join();
    const known = pools.get(key);
    if (known !== undefined) return known;
    const parts = present(group.map((hour) => hours[hour] ?? null));
    const made = parts.length === 0 ? null : poolOf(parts);
    pools.set(key, made);
    return made;
  };
  return { slots, slotSeconds, all: poolOf(present([...beforeHours, ...hours])), hours, together };
}

export const present = (slots: readonly (Distribution | null)[]): Distribution[] =>
  slots.filter((slot) => slot !== null);
