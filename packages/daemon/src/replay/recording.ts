import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';

/** Recorded readings in order of time, some at a time: from a file, a store, or a source that keeps the past. */
export type Recording = AsyncIterable<readonly Observation[]>;

/** End of the interval that a reading speaks of: from then on it can be known. */
export const endOf = ({ at, seconds }: Pick<Observation, 'at' | 'seconds'>): Instant =>
  Math.round(at + seconds * 1000) as Instant;

export async function* recordingOf(observations: readonly Observation[]): AsyncGenerator<readonly Observation[]> {
  yield observations;
}

export async function gather(recording: Recording): Promise<Observation[]> {
  const all: Observation[] = [];
  for await (const some of recording) for (const one of some) all.push(one);
  return all;
}
