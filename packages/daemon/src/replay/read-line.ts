import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** One line of a recording: a reading, or what is wrong with it. */
export type ReadLine =
  | { readonly type: 'reading'; readonly observation: Observation; readonly strangeKey?: string }
  | { readonly type: 'faulty'; readonly because: string; readonly hint: string };

/** How long an interval is where the line does not say, in seconds. */
export type PaceOf = (criterion: string) => number;

const faulty = (because: string, hint: string): ReadLine => ({ type: 'faulty', because, hint });

const exampleLine = '{"at":"2026-12-01T21:00:00Z","criterion":"api-errors","seconds":15,"bad":3,"total":1204}';

/**
 * Reads one line by hand: of 288,000 lines a day, a schema that is tried in eight shapes would take most of the time.
 * It accepts what `observationLine` of the vocabulary accepts, and keys that it does not know.
 */
export function readLine(text: string, paceOf: PaceOf): ReadLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return faulty('it is not JSON', `One JSON object a line, like ${exampleLine}`);
  }
  if (!isObject(line)) return faulty('it is not a JSON object', `Write it like ${exampleLine}`);
  const { at: written, criterion, seconds } = line;
  const at = typeof written === 'string' ? parseRfc3339(written) : undefined;
  if (at === undefined) return faulty(whyNoTime(written), `"at" is RFC 3339 with its offset: ${timeFor(written)}.`);
  if (typeof criterion !== 'string' || criterion === '')
    return faulty('it does not say its criterion', '"criterion" is the name that the plan gives it.');
  if (seconds !== undefined && !(isNumber(seconds) && seconds > 0))
    return faulty(`"seconds" is ${shown(seconds)}`, '"seconds" is the length of the interval: a number over 0.');
  const reading = readingIn(line);
  if ('because' in reading && !('type' in reading)) return faulty(reading.because, reading.hint);
  const observation = { criterion, at, seconds: seconds ?? paceOf(criterion), reading };
  const strangeKey = Object.keys(line).find((key) => !knownKeys.has(key));
  return strangeKey === undefined ? { type: 'reading', observation } : { type: 'reading', observation, strangeKey };
}

interface Fault {
  readonly because: string;
  readonly hint: string;
}
const fault = (because: string, hint: string): Fault => ({ because, hint });

const kinds = ['bad', 'values', 'bounds', 'count', 'value', 'ok', 'absent', 'error'] as const;
const knownKeys = new Set(['at', 'criterion', 'seconds', 'total', 'counts', 'over', 'because', ...kinds]);
const allKinds =
  'One of "bad" with "total", "values", "bounds" with "counts", "count", "value", "ok", "absent", "error".';

function readingIn(line: Readonly<Record<string, unknown>>): Reading | Fault {
  const [kind, second] = kinds.filter((key) => line[key] !== undefined);
  if (kind === undefined) return fault('there is no reading in it', allKinds);
  if (second !== undefined) return fault(`it has "${kind}" and "${second}", which are two readings`, allKinds);
  const { because } = line;
  if (because !== undefined && typeof because !== 'string')
    return fault(`"because" is ${shown(because)}`, '"because" is a text.');
  const told = because === undefined ? {} : { because };
  switch (kind) {
    case 'bad': {
      const { bad, total } = line;
      if (!isNumber(bad)) return notANumber('bad', bad);
      return isNumber(total) ? { type: 'rate', bad, total, ...told } : notANumber('total', total);
    }
    case 'values':
      return isNumbers(line.values) ? { type: 'latency', values: line.values } : notNumbers('values', line.values);
    case 'bounds': {
      const { bounds, counts } = line;
      if (!isNumbers(bounds)) return notNumbers('bounds', bounds);
      return isNumbers(counts) ? { type: 'histogram', bounds, counts } : notNumbers('counts', counts);
    }
    case 'count':
      return countIn(line, told);
    case 'value':
      return isNumber(line.value) ? { type: 'gauge', value: line.value, ...told } : notANumber('value', line.value);
    case 'ok':
      if (typeof line.ok === 'boolean') return { type: 'check', ok: line.ok, ...told };
      return fault(`"ok" is ${shown(line.ok)}`, '"ok" is true or false.');
    case 'absent':
    case 'error': {
      const why = line[kind];
      if (typeof why === 'string') return { type: kind, because: why };
      return fault(`"${kind}" is ${shown(why)}`, `"${kind}" says why, as a text: "no rows".`);
    }
  }
}

function countIn(
  { count, over }: Readonly<Record<string, unknown>>,
  told: { readonly because?: string },
): Reading | Fault {
  if (!isNumber(count)) return notANumber('count', count);
  if (over === undefined) return { type: 'count', count, ...told };
  if (isNumber(over) && over > 0) return { type: 'count', count, over, ...told };
  return fault(
    `"over" is ${shown(over)}`,
    '"over" is the seconds in which so many were counted; leave it out for the interval.',
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isNumbers = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isNumber);

const notANumber = (key: string, value: unknown): Fault =>
  value === undefined
    ? fault(`"${key}" is missing`, `"${key}" is a number.`)
    : fault(`"${key}" is ${shown(value)}`, `"${key}" is a number; where there was none, write {"absent":"why"}.`);
const notNumbers = (key: string, value: unknown): Fault =>
  value === undefined
    ? fault(`"${key}" is missing`, `"${key}" is a list of numbers.`)
    : fault(
        `"${key}" is not a list of numbers`,
        'Where there was none, leave the number out, or write {"absent":"why"}.',
      );

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

const whyNoTime = (written: unknown): string =>
  written === undefined ? 'it does not say its time' : `"at" is ${shown(written)}, which is no time`;

/** Seconds and milliseconds since 1970 are what is written most where RFC 3339 is wanted. */
function timeFor(written: unknown): string {
  if (!isNumber(written) || written < 1e8) return '2026-12-01T21:00:00Z';
  const at = written < 1e11 ? written * 1000 : written;
  return at < 8.64e15 ? rfc3339(instant(at)) : '2026-12-01T21:00:00Z';
}
