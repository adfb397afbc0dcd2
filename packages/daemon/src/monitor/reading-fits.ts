import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';

/** Whether a criterion of this measure can be judged by the reading. */
export function readingFits(reading: Reading, measure: Measure): boolean {
  if (reading.type === 'absent' || reading.type === 'error') return true;
  return reading.type === measure || (reading.type === 'histogram' && measure === 'latency');
}
