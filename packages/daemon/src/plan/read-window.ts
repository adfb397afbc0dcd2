import { days, type Instant, type Millis, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import {
  instantOf,
  instantsOf,
  isTimeZone,
  readWallTime,
  type WallTime,
  wallTimeText,
} from '@daywatch/shared/vocabulary/time-zone.ts';
import { type Freeze, type WindowPlan, windowInput } from '@daywatch/shared/vocabulary/window.ts';
import { cronFault } from '../window/openings.ts';
import type { Path, PlanFaultCode, Report } from './fault.ts';
import { isMapping, readFields } from './read-fields.ts';
import { describeValue } from './words.ts';

interface Written {
  readonly value: unknown;
  readonly path: Path;
  readonly report: Report;
}
/** `undefined` when none, or none that is known, was written. */
type Zone = string | undefined;

const longest = days(7);

/** The deployment window. What is faulty is reported; the answer counts only if nothing was. */
export function readWindow({ value, path, report }: Written): WindowPlan | undefined {
  const fields = readFields(windowInput, { value, path, report });
  if (fields === undefined || !isMapping(value)) return undefined;
  const tell = teller(report, path);
  const { opens: written, for: length, 'time-zone': zone, expected, freezes = [] } = fields;
  const isKnown = zone === undefined || isTimeZone(zone);
  if (!isKnown)
    tell(
      'time-zone',
      'wrong-value',
      `there is no time zone ${describeValue(zone)}`,
      'Write it like Europe/Berlin, or UTC.',
    );
  if (length !== undefined && length > longest)
    tell(
      'for',
      'span-too-long',
      'a window is open for 7d at most',
      'A window that is always open is none: leave it out.',
    );
  if (expected !== undefined && length !== undefined && expected > length)
    tell(
      'expected',
      'span-too-long',
      '"expected" must not be longer than the window is open',
      'Make the window longer.',
    );
  if (!isKnown) return undefined;
  const opens = written === undefined ? undefined : readOpens(written, zone, tell);
  const timeZone = zone ?? 'UTC';
  const spans = freezes.flatMap(
    (freeze, index) => readFreeze(freeze, timeZone, teller(report, [...path, 'freezes', index])) ?? [],
  );
  if (zone === undefined && freezes.length > 0) needsZone(tell, 'the days of a freeze begin');
  if (opens === undefined || length === undefined) return undefined;
  return { opens, for: length, timeZone, ...(expected !== undefined && { expected }), freezes: spans };
}

type Tell = (key: string, code: PlanFaultCode, message: string, hint: string) => void;

const teller =
  (report: Report, path: Path): Tell =>
  (key, code, message, hint) =>
    report({ code, path: [...path, key], at: 'value', message, hint });

const needsZone = (tell: Tell, what: string): void =>
  tell(
    'time-zone',
    'missing-key',
    `nobody can tell when ${what} without "time-zone"`,
    'Add it: time-zone: Europe/Berlin.',
  );

function readOpens(written: string, zone: Zone, tell: Tell): WindowPlan['opens'] | undefined {
  // A list of fields and not one time: a cron expression, or what is meant to be one.
  if (/^\S+(?:\s+\S+){2,}$/.test(written.trim())) {
    if (zone === undefined) needsZone(tell, 'a recurring window opens');
    const fault = cronFault(written.trim());
    if (fault === undefined) return { type: 'recurring', cron: written.trim() };
    const hint = 'Five fields: minute, hour, day of the month, month, day of the week: "0 22 * * TUE,THU".';
    tell('opens', 'wrong-value', `${describeValue(written)} is no cron expression: ${fault}`, hint);
    return undefined;
  }
  const withOffset =
    parseRfc3339(written) ?? parseRfc3339(written.replace(/^(.{10}[T ]\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/i, '$1:00$2'));
  if (withOffset !== undefined) return { type: 'once', at: withOffset };
  const wall = /[T ]/.test(written) ? readWallTime(written) : undefined;
  if (wall === undefined) {
    const hint = 'Write a local time (2026-12-01T22:00), or a cron expression ("0 22 * * TUE,THU").';
    tell('opens', 'wrong-value', `${describeValue(written)} is no time at which a window could open`, hint);
    return undefined;
  }
  if (zone === undefined) {
    needsZone(tell, `${written} is`);
    return undefined;
  }
  return readOnce(wall, zone, tell);
}

function readOnce(wall: WallTime, zone: string, tell: Tell): WindowPlan['opens'] | undefined {
  const [at, again] = instantsOf(wall, zone);
  const shown = wallTimeText(wall).slice(0, 16);
  if (at === undefined) {
    tell(
      'opens',
      'wrong-value',
      `${shown} is no time in ${zone}: the clocks are put forward over it`,
      'Choose a later one.',
    );
    return undefined;
  }
  if (again !== undefined) {
    const offsets = [at, again].map((one) => `${shown}${offsetText(wall, one)}`).join(' or ');
    tell(
      'opens',
      'wrong-value',
      `${shown} comes twice in ${zone}: the clocks are put back over it`,
      `Write which: ${offsets}.`,
    );
    return undefined;
  }
  return { type: 'once', at };
}

/** `+02:00` */
function offsetText(wall: WallTime, at: Instant): string {
  const minutes = Math.round((wall - at) / 60_000);
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}

function readFreeze(
  { from, until, because }: { from: string; until: string; because?: string | undefined },
  zone: string,
  tell: Tell,
): Freeze | undefined {
  const begin = readMoment(from, zone, days(0));
  // The last day is frozen to its end.
  const end = readMoment(until, zone, days(1));
  const hint = 'Write a day (2026-12-20) or a local time (2026-12-20T18:00).';
  if (begin === undefined) tell('from', 'wrong-value', `${describeValue(from)} is no day and no time`, hint);
  if (end === undefined) tell('until', 'wrong-value', `${describeValue(until)} is no day and no time`, hint);
  if (begin === undefined || end === undefined) return undefined;
  if (end <= begin) {
    tell('until', 'wrong-value', `a freeze must end after it begins, and ${until} is not after ${from}`, 'Swap them?');
    return undefined;
  }
  return { from: begin, until: end, ...(because !== undefined && { because }) };
}

function readMoment(text: string, zone: string, wholeDay: Millis): Instant | undefined {
  const withOffset = parseRfc3339(text);
  if (withOffset !== undefined) return withOffset;
  const wall = readWallTime(text);
  if (wall === undefined) return undefined;
  const isDay = text.length === 10;
  return instantOf(isDay ? ((wall + wholeDay) as WallTime) : wall, zone);
}
