import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { readNumber } from '../promql/read-number.ts';

/** A bucket of a native histogram: which of its bounds belong to it, from, to, count. */
export type NativeBucket = readonly [rule: number, from: string, to: string, count: string];

const float = z.tuple([z.number(), z.string()]);
const nativeHistogram = z.object({
  buckets: z.array(z.tuple([z.number(), z.string(), z.string(), z.string()])).optional(),
});
const native = z.tuple([z.number(), nativeHistogram]);
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

/** What one series has at one time. */
export interface Sample {
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly native?: readonly NativeBucket[];
}

/** All series of an answer, by time. */
export type Moments = ReadonlyMap<Instant, readonly Sample[]>;

const at = (seconds: number): Instant => instant(Math.round(seconds * 1_000));

/** The samples by their time, or in words what came instead. A range has many times, a moment one. */
export function momentsOf({ data: answer }: QueryAnswer, of: 'moment' | 'range'): Moments | string {
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
        if (value !== undefined) add(value[0], number(labels, value[1]));
        if (histogram !== undefined)
          add(histogram[0], { ...number(labels, 'NaN'), native: histogram[1].buckets ?? [] });
      }
      return moments;
    case 'matrix':
      for (const { metric: labels, values, histograms } of answer.result) {
        for (const [time, value] of values ?? []) add(time, number(labels, value));
        for (const [time, { buckets }] of histograms ?? [])
          add(time, { ...number(labels, 'NaN'), native: buckets ?? [] });
      }
      return moments;
  }
}

function keyOf({ __name__: name = '', ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.sort().join(',')}}`;
}
