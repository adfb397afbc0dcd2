import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** A reading as one line of a recording; `readLine` reads it back. */
export const lineOf = ({ at, criterion, seconds, reading }: Observation): string =>
  JSON.stringify({ at: rfc3339(at), criterion, seconds, ...keysOf(reading) });

function keysOf(reading: Reading): object {
  const { type, ...rest } = reading;
  if (type === 'absent' || type === 'error') return { [type]: reading.because };
  return rest;
}
