import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';

/**
 * Of readings in order of time, those that are the first to speak of their interval, as a watch takes them: one that
 * begins before the middle of what was answered already says nothing new. Two daemons that read the same thing, or a
 * recording with its lines twice, know no more than one.
 */
export function distinctReadings(readings: readonly Observation[]): readonly Observation[] {
  let answered = Number.NEGATIVE_INFINITY;
  return readings.filter(({ at, seconds }) => {
    const length = seconds * 1000;
    if (at < answered - length / 2) return false;
    answered = at + length;
    return true;
  });
}
