import * as z from 'zod';
import { type Instant, parseRfc3339 } from './time.ts';
import { timestamp } from './written-time.ts';

/** How a criterion measures; it decides how it is judged. */
export const measure = z.enum(['rate', 'latency', 'count', 'gauge', 'check']);
export type Measure = z.infer<typeof measure>;

/**
 * One answer of a source. `absent` (nothing there) and `error` (could not look) are answers of their own, never a default.
 * `because` says what was seen where a number is not enough: a log line, the title of an issue, why a check failed.
 */
export type Reading =
  | { readonly type: 'rate'; readonly bad: number; readonly total: number; readonly because?: string }
  /** Times in seconds, one for each request. */
  | { readonly type: 'latency'; readonly values: readonly number[] }
  /** Upper bounds in seconds, ascending and finite; `counts` has one more entry, for what lies over the last bound. */
  | { readonly type: 'histogram'; readonly bounds: readonly number[]; readonly counts: readonly number[] }
  /** `over`: the seconds in which so many were counted, where looks that failed made them more than the interval. */
  | { readonly type: 'count'; readonly count: number; readonly over?: number; readonly because?: string }
  | { readonly type: 'gauge'; readonly value: number; readonly because?: string }
  | { readonly type: 'check'; readonly ok: boolean; readonly because?: string }
  | { readonly type: 'absent'; readonly because: string }
  | { readonly type: 'error'; readonly because: string };

/** One reading of one criterion over one interval. */
export interface Observation {
  readonly criterion: string;
  /** Start of the interval that the reading speaks of. */
  readonly at: Instant;
  /** Length of the interval. */
  readonly seconds: number;
  readonly reading: Reading;
}

/** In how many seconds its units came. */
export const exposureOf = ({ seconds, reading }: Pick<Observation, 'seconds' | 'reading'>): number =>
  reading.type === 'count' && reading.over !== undefined ? reading.over : seconds;

const told = { because: z.string().exactOptional() };
const counted = {
  count: z.number(),
  over: z.number().positive().exactOptional().meta({
    description: 'The seconds in which so many were counted, where that is more than the interval.',
  }),
  ...told,
};
const readings = z.union([
  z.strictObject({ type: z.literal('rate'), bad: z.number(), total: z.number(), ...told }),
  z.strictObject({ type: z.literal('latency'), values: z.array(z.number()) }),
  z.strictObject({ type: z.literal('histogram'), bounds: z.array(z.number()), counts: z.array(z.number()) }),
  z.strictObject({ type: z.literal('count'), ...counted }),
  z.strictObject({ type: z.literal('gauge'), value: z.number(), ...told }),
  z.strictObject({ type: z.literal('check'), ok: z.boolean(), ...told }),
  z.strictObject({ type: z.literal('absent'), because: z.string() }),
  z.strictObject({ type: z.literal('error'), because: z.string() }),
]);
/** A reading as it is stored. */
export const reading: z.ZodType<Reading> = readings;

/** The keys of a line tell its kind of reading. */
const linesWith = <At extends z.ZodType>(at: At) => {
  const line = { at, criterion: z.string().min(1), seconds: z.number().positive().default(15) };
  return z.union([
    z.strictObject({ ...line, bad: z.number(), total: z.number(), ...told }),
    z.strictObject({ ...line, values: z.array(z.number()) }),
    z.strictObject({ ...line, bounds: z.array(z.number()), counts: z.array(z.number()) }),
    z.strictObject({ ...line, ...counted }),
    z.strictObject({ ...line, value: z.number(), ...told }),
    z.strictObject({ ...line, ok: z.boolean(), ...told }),
    z.strictObject({ ...line, absent: z.string() }),
    z.strictObject({ ...line, error: z.string() }),
  ]);
};

/** One line of a replay file. */
export const observationLine = linesWith(timestamp);
export type ObservationLine = z.infer<typeof observationLine>;

/** One reading of a pushed batch: of now, when it does not say of when. */
export const pushedLine = linesWith(timestamp.exactOptional());
export type PushedLine = z.infer<typeof pushedLine>;

export function observationOf(from: ObservationLine): Observation {
  const { criterion, seconds } = from;
  const at = parseRfc3339(from.at);
  if (at === undefined) throw new TypeError(`the schema let "${from.at}" through as a time`);
  return { criterion, at, seconds, reading: readingOf(from) };
}

export function readingOf(from: PushedLine): Reading {
  const told = 'because' in from && from.because !== undefined ? { because: from.because } : {};
  if ('bad' in from) return { type: 'rate', bad: from.bad, total: from.total, ...told };
  if ('values' in from) return { type: 'latency', values: from.values };
  if ('bounds' in from) return { type: 'histogram', bounds: from.bounds, counts: from.counts };
  if ('count' in from) {
    const { count, over } = from;
    return { type: 'count', count, ...(over !== undefined && { over }), ...told };
  }
  if ('value' in from) return { type: 'gauge', value: from.value, ...told };
  if ('ok' in from) return { type: 'check', ok: from.ok, ...told };
  if ('absent' in from) return { type: 'absent', because: from.absent };
  return { type: 'error', because: from.error };
}
