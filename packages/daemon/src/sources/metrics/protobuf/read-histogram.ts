import type { NativeHistogram } from '../native/native-histogram.ts';
import { readTime } from './read-time.ts';
import type { WireReader } from './wire-reader.ts';

/** One histogram of a page: classic, native, or both at once. */
export interface ReadHistogram {
  readonly count: number;
  readonly sum: number;
  /** Counting everything up to their bound. */
  readonly buckets: readonly { readonly bound: number; readonly count: number }[];
  readonly native?: NativeHistogram;
  readonly created?: number;
}

interface Side {
  readonly spans: { offset: number; length: number }[];
  readonly deltas: number[];
  readonly counts: number[];
}

const coarsest = -4;
const finest = 8;

export function readHistogram(reader: WireReader): ReadHistogram {
  let count = 0;
  let countFloat = 0;
  let sum = 0;
  let created: number | undefined;
  let schema = 0;
  let zeroThreshold = 0;
  let zeroCount = 0;
  let zeroFloat = 0;
  const buckets: { bound: number; count: number }[] = [];
  const negative: Side = { spans: [], deltas: [], counts: [] };
  const positive: Side = { spans: [], deltas: [], counts: [] };
  while (reader.next()) {
    if (reader.field === 1) count = reader.uint();
    else if (reader.field === 2) sum = reader.double();
    else if (reader.field === 3) buckets.push(readBucket(reader.message()));
    else if (reader.field === 4) countFloat = reader.double();
    else if (reader.field === 5) schema = reader.sint();
    else if (reader.field === 6) zeroThreshold = reader.double();
    else if (reader.field === 7) zeroCount = reader.uint();
    else if (reader.field === 8) zeroFloat = reader.double();
    else if (reader.field === 9) negative.spans.push(readSpan(reader.message()));
    else if (reader.field === 10) reader.sints(negative.deltas);
    else if (reader.field === 11) reader.doubles(negative.counts);
    else if (reader.field === 12) positive.spans.push(readSpan(reader.message()));
    else if (reader.field === 13) reader.sints(positive.deltas);
    else if (reader.field === 14) reader.doubles(positive.counts);
    else if (reader.field === 15) created = readTime(reader.message());
    else reader.skip();
  }
  const float = countFloat > 0;
  const both = { count: float ? countFloat : count, sum, buckets, ...(created === undefined ? {} : { created }) };
  const spans = negative.spans.length + positive.spans.length;
  const isNative = spans > 0 || zeroThreshold > 0 || zeroCount > 0 || zeroFloat > 0;
  if (!isNative) return both;

  if (schema < coarsest || schema > finest) throw reader.fault(`schema ${schema} is not from ${coarsest} to ${finest}`);
  if (!(zeroThreshold >= 0)) throw reader.fault(`a zero bucket cannot be ${zeroThreshold} wide`);
  const native: NativeHistogram = {
    schema,
    zeroThreshold,
    zeroCount: zeroFloat > 0 ? zeroFloat : zeroCount,
    negative: totalOf(bucketsOf(negative, reader)),
    positive: bucketsOf(positive, reader),
  };
  const counted = native.zeroCount + native.negative + totalOf(native.positive);
  // What is not a number is counted, and is in no bucket.
  const wrong = Number.isNaN(sum) ? counted > both.count : counted !== both.count;
  if (!float && wrong) throw reader.fault(`the buckets hold ${counted} observations, the histogram ${both.count}`);
  return { ...both, native };
}

function readBucket(reader: WireReader): { bound: number; count: number } {
  let count = 0;
  let float = 0;
  let bound: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) count = reader.uint();
    else if (reader.field === 2) bound = reader.double();
    else if (reader.field === 4) float = reader.double();
    else reader.skip();
  }
  if (bound === undefined) throw reader.fault('a bucket has no bound');
  return { bound, count: float > 0 ? float : count };
}

function readSpan(reader: WireReader): { offset: number; length: number } {
  const span = { offset: 0, length: 0 };
  while (reader.next()) {
    if (reader.field === 1) span.offset = reader.sint();
    else if (reader.field === 2) span.length = reader.uint();
    else reader.skip();
  }
  return span;
}

/** Counts by the number of their bucket: whole ones come as differences, others as they are. */
function bucketsOf({ spans, deltas, counts }: Side, reader: WireReader): ReadonlyMap<number, number> {
  if (deltas.length > 0 && counts.length > 0) throw reader.fault('a histogram has whole counts and others');
  const given = deltas.length > 0 ? deltas.length : counts.length;
  const announced = spans.reduce((sum, { length }) => sum + length, 0);
  if (announced !== given) throw reader.fault(`${announced} buckets are announced, ${given} are there`);
  const buckets = new Map<number, number>();
  let index = 0;
  let next = 0;
  let whole = 0;
  for (const [i, { offset, length }] of spans.entries()) {
    if (i > 0 && offset < 0) throw reader.fault('the buckets of a histogram do not ascend');
    index += offset;
    for (let n = 0; n < length; n++, next++, index++) {
      whole += deltas[next] ?? 0;
      const count = counts[next] ?? whole;
      if (!(count >= 0 && Number.isFinite(count))) throw reader.fault(`a bucket holds ${count} observations`);
      if (count > 0) buckets.set(index, count);
    }
  }
  return buckets;
}

function totalOf(buckets: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const count of buckets.values()) total += count;
  return total;
}
