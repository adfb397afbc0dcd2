import { formatDuration, type Millis, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';

/** How connecting went last. Times are those of `clock.elapsed()`. */
export type Door =
  | { readonly state: 'open' }
  | { readonly state: 'shut'; readonly failures: number; readonly until: Millis; readonly because: string };

const first = seconds(1);
/** Shorter than the usual interval: a server that is back is seen at the next reading. */
const longest = seconds(10);

/** After a failed attempt to connect nobody tries again for 1, 2, 4, 8, then 10 s: a server in need is left in peace. */
export function shutDoor(door: Door, because: string, now: Millis): Door {
  const failures = door.state === 'shut' ? door.failures + 1 : 1;
  const wait = Math.min(longest, first * 2 ** (failures - 1));
  return { state: 'shut', failures, until: millis(now + wait), because };
}

/** Why nobody tries now; `undefined` when somebody may. */
export function keptOut(door: Door, now: Millis): string | undefined {
  if (door.state === 'open' || now >= door.until) return undefined;
  return `${door.because}; next attempt in ${formatDuration(millis(Math.ceil((door.until - now) / 1_000) * 1_000))}`;
}
