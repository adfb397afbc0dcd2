import type { QuietHours } from '@daywatch/shared/vocabulary/announce.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { instantOf, type WallTime, wallTimeAt } from '@daywatch/shared/vocabulary/time-zone.ts';

const day = 86_400_000;
const timeOfDay = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;

/** When a message that comes up at `at` may go out: at once, or when the quiet hours end. */
export function quietUntil(quiet: QuietHours | undefined, at: Instant): Instant {
  if (quiet === undefined) return at;
  const [from, until] = [timeOfDay(quiet.from), timeOfDay(quiet.until)];
  const wall = wallTimeAt(at, quiet.timeZone);
  const now = wall % day;
  // Hours that begin and end at the same time are none.
  const isQuiet = from < until ? now >= from && now < until : from > until && (now >= from || now < until);
  if (!isQuiet) return at;
  const end = wall - now + until + (until > now ? 0 : day);
  return instantOf(end as WallTime, quiet.timeZone);
}
