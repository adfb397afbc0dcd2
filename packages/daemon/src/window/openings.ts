import { hours, type Instant, instant, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import { instantOf, type WallTime, wallTimeAt, wallTimeText } from '@daywatch/shared/vocabulary/time-zone.ts';
import type { Freeze, Opening, WindowPlan } from '@daywatch/shared/vocabulary/window.ts';
import { Cron } from 'croner';

type Window = Pick<WindowPlan, 'opens' | 'for' | 'timeZone' | 'freezes'>;

/** A plan may open every minute and be frozen for years. */
const mostLooks = 10_000;

/** When one may deploy, in order, from the stretch that `from` lies in or the next one on. Freezes are cut out. */
export function* openingsFrom(window: Window, from: Instant): Generator<Opening, void> {
  const { freezes, for: length, timeZone } = window;
  let after = wallBefore(minus(from, length), timeZone);
  let last = instant(Number.NEGATIVE_INFINITY);
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const found = nextOpening(window, after);
    if (found === undefined) return;
    after = found.wall;
    const stretches = withoutFreezes(found, freezes);
    // Clocks that are put forward make one instant of several wall times.
    for (const stretch of stretches) if (stretch.closesAt > from && stretch.opensAt > last) yield stretch;
    last = instant(Math.max(last, ...stretches.map(({ opensAt }) => opensAt)));
    const frozen = stretches.length > 0 ? undefined : freezeAt(freezes, found.opensAt);
    // What opens inside of a long freeze is not looked at one by one.
    if (frozen !== undefined) after = later(after, wallBefore(minus(frozen.until, length), timeZone));
  }
}

/** The next opening at or after a moment; `undefined` when there is none any more. */
export function openingAfter(window: Window, from: Instant): Opening | undefined {
  for (const opening of openingsFrom(window, from)) if (opening.opensAt >= from) return opening;
  return undefined;
}

/** The freeze that is in force, the one that ends last. */
export const freezeAt = (freezes: readonly Freeze[], at: Instant): Freeze | undefined =>
  freezes.filter(({ from, until }) => from <= at && at < until).sort((one, other) => other.until - one.until)[0];

/** Surely before what the clocks show then: clocks that are put back show a time twice. */
const wallBefore = (at: Instant, zone: string): WallTime => wallTimeAt(minus(at, hours(3)), zone);

const later = (one: WallTime, other: WallTime): WallTime => (one > other ? one : other);

/** The first opening whose wall time comes after `after`, freezes or not. */
function nextOpening(
  { opens, for: length, timeZone }: Window,
  after: WallTime,
): (Opening & { readonly wall: WallTime }) | undefined {
  if (opens.type === 'once') {
    const wall = wallTimeAt(opens.at, timeZone);
    return wall > after ? { opensAt: opens.at, closesAt: plus(opens.at, length), wall } : undefined;
  }
  const wall = cronOf(opens.cron).nextRun(wallTimeText(after))?.getTime() as WallTime | undefined;
  if (wall === undefined) return undefined;
  const opensAt = instantOf(wall, timeZone);
  return { opensAt, closesAt: plus(opensAt, length), wall };
}

const crons = new Map<string, Cron>();

/** Reckons with wall times as if they were UTC: what the clocks skip and repeat is for `instantOf` to say. */
function cronOf(expression: string): Cron {
  const known = crons.get(expression);
  if (known !== undefined) return known;
  const cron = new Cron(expression, { mode: '5-part', timezone: 'UTC', paused: true });
  crons.set(expression, cron);
  return cron;
}

/** Why a text is no cron expression that ever comes true; `undefined` when it is one. */
export function cronFault(expression: string): string | undefined {
  try {
    return cronOf(expression).nextRun('2026-01-01T00:00:00') === null ? 'it never comes true' : undefined;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    return words.replace(/^CronPattern: /, '');
  }
}

function withoutFreezes(opening: Opening, freezes: readonly Freeze[]): readonly Opening[] {
  let left: readonly Opening[] = [{ opensAt: opening.opensAt, closesAt: opening.closesAt }];
  for (const { from, until } of freezes) {
    left = left.flatMap(({ opensAt, closesAt }) => {
      if (until <= opensAt || closesAt <= from) return [{ opensAt, closesAt }];
      return [
        ...(opensAt < from ? [{ opensAt, closesAt: from }] : []),
        ...(until < closesAt ? [{ opensAt: until, closesAt }] : []),
      ];
    });
  }
  return left;
}
