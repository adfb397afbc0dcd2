import type { Tuning } from '../tuning.ts';

/** Whole slots in a stretch of time, at least one; halves go to the even number, as in the reference. */
export const slotsIn = (seconds: number, slotSeconds: number): number => {
  const exact = seconds / slotSeconds;
  const below = Math.floor(exact);
  const half = exact - below === 0.5;
  return Math.max(1, half ? below + (below % 2) : Math.round(exact));
};

/** The baseline in whole hours, counted back from the deploy; what is left over at its beginning is dropped. */
export const splitBlocks = <T>(slots: readonly T[], slotSeconds: number, blockSeconds: number): T[][] => {
  const length = slotsIn(blockSeconds, slotSeconds);
  const blocks = Math.floor(slots.length / length);
  const start = slots.length - blocks * length;
  return Array.from({ length: blocks }, (_, i) => slots.slice(start + i * length, start + (i + 1) * length));
};

const day = 86_400;

/** Whether the baseline (contiguous, ending at the deploy) saw this time of day. `at` is in seconds after the deploy. */
export const isCovered = ({
  at,
  spanSeconds,
  coverSeconds,
}: {
  at: number;
  spanSeconds: number;
  coverSeconds: number;
}): boolean => {
  const timeOfDay = at % day;
  return timeOfDay <= coverSeconds || timeOfDay >= day - spanSeconds - coverSeconds;
};

/** The hour of a 24-hour cycle that begins with the deploy. */
export const hourAfter = (at: number): number => Math.floor(at / 3600) % 24;

/**
 * Which blocks each of the 24 hours after the deploy is compared with: the same time of day, as narrow as holds enough
 * bad units. Null when the baseline is too short for it and every hour is compared with all of it.
 */
export const sameHourGroups = (
  badUnits: readonly number[],
  tuning: Pick<Tuning, 'sameHourDays' | 'sameHourBad'>,
): number[][] | null => {
  const blocks = badUnits.length;
  if (blocks < 24 * tuning.sameHourDays) return null;
  return Array.from({ length: 24 }, (_, hour) => {
    for (const halfWidth of [1, 2, 4]) {
      const group = blocksNear(blocks, hour, halfWidth);
      const bad = group.reduce((sum, block) => sum + (badUnits[block] ?? 0), 0);
      if (bad >= tuning.sameHourBad) return group;
    }
    return blocksNear(blocks, hour, 12);
  });
};

/** Blocks (0 is the oldest) within `halfWidth` hours of the hour that lies `hour` hours after the deploy. */
const blocksNear = (blocks: number, hour: number, halfWidth: number): number[] =>
  Array.from({ length: blocks }, (_, block) => block).filter((block) => {
    const age = (((block - blocks) % 24) + 24) % 24;
    const apart = Math.abs(age - hour);
    return Math.min(apart, 24 - apart) <= halfWidth;
  });
