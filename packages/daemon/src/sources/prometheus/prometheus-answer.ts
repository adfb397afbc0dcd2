import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { NativeBucket } from '../promql/native-bounds.ts';
import { readNumber } from '../promql/read-number.ts';

const float = z.tuple([z.number(), z.string()]);
/** How the bounds belong to the bucket, the two bounds, and what is between them. */
const bucket = z.tuple([z.number(), z.string(), z.string(), z.string()]);
const native = z.tuple([z.number(), z.object({ buckets: z.array(bucket).optional() })]);
const metric = z.record(z.string(), z.string());

const data = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('vector'),
    result: z.array(z.object({ metric, value: float.optional(), histogram: native.optional() })),
  }),
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric, values: z.array(float).optional(), histograms: z.array(native).optional() })),
  }),
  z.object({ resultType: z.literal('scalar'), result: float }),
  z.object({ resultType: z.literal('string'), result: float }),
]);

export const queryAnswer = z.object({
  status: z.literal('success'),
  data,
  warnings: z.array(z.string()).optional(),
  /** VictoriaMetrics says so when some of its nodes did not answer. */
  isPartial: z.boolean().optional(),
});
export type QueryAnswer = z.infer<typeof queryAnswer>;

export const errorAnswer = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

const nativeWords =
  'gives native histograms, not numbers; write histogram_quantile(0.95, sum(rate(…[5m]))) as a gauge, or histogram_count(…)';

/** What one series has at one time. */
export interface Sample {
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of a native histogram, whose `value` is not a number. */
  readonly buckets?: readonly NativeBucket[];
}

/** All series of an answer, by time. */
export type Moments = ReadonlyMap<Instant, readonly Sample[]>;

const at = (seconds: number): Instant => instant(Math.round(seconds * 1_000));

export interface Expected {
  readonly of: 'moment' | 'range';
  /** Whether native histograms are an answer. */
  readonly natives: boolean;
}

/** The samples by their time, or in words what came instead. A range has many times, a moment one. */
export function momentsOf({ data: answer }: QueryAnswer, { of, natives }: Expected): Moments | string {
  if (of === 'moment' && answer.resultType === 'matrix')
    return 'gives all samples of a range, not one value; leave the range away, or put a function around it';
  const moments = new Map<Instant, Sample[]>();
  const add = (time: number, sample: Sample): void => {
    const there = moments.get(at(time));
    if (there === undefined) moments.set(at(time), [sample]);
    else there.push(sample);
  };
  const number = (labels: Readonly<Record<string, string>>, value: string): Sample => ({
    key: keyOf(labels),
    labels,
    value: readNumber(value) ?? Number.NaN,
  });
  switch (answer.resultType) {
    case 'string':
      return 'gives a text, not a number';
    case 'scalar':
      add(answer.result[0], number({}, answer.result[1]));
      return moments;
    case 'vector':
      for (const { metric: labels, value, histogram } of answer.result) {
        if (histogram !== undefined && !natives) return nativeWords;
        if (histogram !== undefined) add(histogram[0], nativeOf(labels, histogram[1]));
        if (value !== undefined) add(value[0], number(labels, value[1]));
      }
      return moments;
    case 'matrix':
      for (const { metric: labels, values, histograms } of answer.result) {
        if (histograms !== undefined && !natives) return nativeWords;
        for (const [time, histogram] of histograms ?? []) add(time, nativeOf(labels, histogram));
        for (const [time, value] of values ?? []) add(time, number(labels, value));
      }
      return moments;
  }
}

function nativeOf(labels: Readonly<Record<string, string>>, { buckets = [] }: z.infer<typeof native>[1]): Sample {
  const read = buckets.map(([, from, to, count]) => ({ from: boundOf(from), to: boundOf(to), count: boundOf(count) }));
  return { key: keyOf(labels), labels, value: Number.NaN, buckets: read };
}

const boundOf = (text: string): number => readNumber(text) ?? Number.NaN;

function keyOf({ __name__: name = '', ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.sort().join(',')}}`;
}
