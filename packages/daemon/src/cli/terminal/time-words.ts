import { formatDuration, millis } from '@daywatch/shared/vocabulary/time.ts';

/** A step's time for people: nothing when it took none, `0.4 s`, `12 s`, `1m12s`. */
export function timeWords(seconds: number): string {
  if (seconds < 0.05) return '';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  return seconds < 59.5 ? `${Math.round(seconds)} s` : formatDuration(millis(seconds * 1_000));
}
