import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import { endOfReading } from './left-out.ts';

const minute = minutes(1);

/** What the daemon read itself, and of what the source remembers only the minutes of which it has nothing of its own. */
export function mergeHistory(own: readonly Observation[], past: readonly Observation[]): readonly Observation[] {
  if (past.length === 0) return own;
  const seen = new Set(own.flatMap(minutesOf));
  const added = past.filter((reading) => isSound(reading) && !minutesOf(reading).some((one) => seen.has(one)));
  return [...own, ...added].sort((a, b) => a.at - b.at);
}

/** The minutes that a reading touches, counted from 1970. */
function minutesOf(reading: Observation): readonly number[] {
  const first = Math.floor(reading.at / minute);
  const last = Math.max(first, Math.ceil(endOfReading(reading) / minute) - 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const isSound = ({ reading }: Observation): boolean => reading.type !== 'absent' && reading.type !== 'error';
