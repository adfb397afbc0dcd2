import protobuf from 'protobufjs';

/** The message of a protobuf page, as Prometheus publishes it. */
const proto = `
  syntax = "proto2";
  package io.prometheus.client;
  message Timestamp { optional int64 seconds = 1; optional int32 nanos = 2; }
  message LabelPair { optional string name = 1; optional string value = 2; }
  enum MetricType { COUNTER = 0; GAUGE = 1; SUMMARY = 2; UNTYPED = 3; HISTOGRAM = 4; GAUGE_HISTOGRAM = 5; }
  message Gauge { optional double value = 1; }
  message Counter { optional double value = 1; optional Exemplar exemplar = 2; optional Timestamp created_timestamp = 3; }
  message Quantile { optional double quantile = 1; optional double value = 2; }
  message Summary {
    optional uint64 sample_count = 1;
    optional double sample_sum = 2;
    repeated Quantile quantile = 3;
    optional Timestamp created_timestamp = 4;
  }
  message Untyped { optional double value = 1; }
  message Histogram {
    optional uint64 sample_count = 1;
    optional double sample_count_float = 4;
    optional double sample_sum = 2;
    repeated Bucket bucket = 3;
    optional Timestamp created_timestamp = 15;
    optional sint32 schema = 5;
    optional double zero_threshold = 6;
    optional uint64 zero_count = 7;
    optional double zero_count_float = 8;
    repeated BucketSpan negative_span = 9;
    repeated sint64 negative_delta = 10;
    repeated double negative_count = 11;
    repeated BucketSpan positive_span = 12;
    repeated sint64 positive_delta = 13;
    repeated double positive_count = 14;
    repeated Exemplar exemplars = 16;
  }
  message Bucket {
    optional uint64 cumulative_count = 1;
    optional double cumulative_count_float = 4;
    optional double upper_bound = 2;
    optional Exemplar exemplar = 3;
  }
  message BucketSpan { optional sint32 offset = 1; optional uint32 length = 2; }
  message Exemplar { repeated LabelPair label = 1; optional double value = 2; optional Timestamp timestamp = 3; }
  message Metric {
    repeated LabelPair label = 1;
    optional Gauge gauge = 2;
    optional Counter counter = 3;
    optional Summary summary = 4;
    optional Untyped untyped = 5;
    optional Histogram histogram = 7;
    optional int64 timestamp_ms = 6;
  }
  message MetricFamily {
    optional string name = 1;
    optional string help = 2;
    optional MetricType type = 3;
    repeated Metric metric = 4;
    optional string unit = 5;
  }`;
/** The same with the repeated numbers packed, as writers of proto3 do. */
const packed = proto.replace(/(repeated (?:sint64|double) \w+ = \d+);/g, '$1 [packed = true];');
const families = {
  loose: protobuf.parse(proto, { keepCase: true }).root.lookupType('io.prometheus.client.MetricFamily'),
  packed: protobuf.parse(packed, { keepCase: true }).root.lookupType('io.prometheus.client.MetricFamily'),
};

export const protobufType =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** A page of these families, written by a library that knows nothing of how we read. */
export function encodedPage(content: readonly object[], numbers: keyof typeof families = 'loose'): Buffer {
  const family = families[numbers];
  return Buffer.concat(content.map((one) => family.encodeDelimited(family.fromObject(one)).finish()));
}

/** The labels of a series, as the message has them. */
export const labelPairs = (labels: Readonly<Record<string, string>>): readonly object[] =>
  Object.entries(labels).map(([name, value]) => ({ name, value }));

/** A native histogram of these values, as a service would count them. */
export function nativeHistogram(
  values: readonly number[],
  { schema = 3, zeroThreshold = 2 ** -128, float = false } = {},
): object {
  const counted = { negative: new Map<number, number>(), positive: new Map<number, number>() };
  let zero = 0;
  for (const value of values) {
    if (Math.abs(value) <= zeroThreshold) {
      zero++;
      continue;
    }
    const side = value < 0 ? counted.negative : counted.positive;
    const index = Math.ceil(Math.log2(Math.abs(value)) * 2 ** schema);
    side.set(index, (side.get(index) ?? 0) + 1);
  }
  const sums = { sample_sum: values.reduce((sum, value) => sum + value, 0) };
  const total = float ? { sample_count_float: values.length } : { sample_count: values.length };
  return {
    ...sums,
    ...total,
    schema,
    zero_threshold: zeroThreshold,
    ...(float ? { zero_count_float: zero } : { zero_count: zero }),
    ...side('negative', counted.negative, float),
    ...side('positive', counted.positive, float),
  };
}

function side(name: 'negative' | 'positive', counted: ReadonlyMap<number, number>, float: boolean): object {
  const span: { offset: number; length: number }[] = [];
  const counts: number[] = [];
  let next: number | undefined;
  for (const [index, count] of [...counted].sort(([a], [b]) => a - b)) {
    const last = span.at(-1);
    if (last === undefined || next === undefined) span.push({ offset: index, length: 1 });
    else if (index > next) span.push({ offset: index - next, length: 1 });
    else last.length++;
    next = index + 1;
    counts.push(count);
  }
  const deltas = counts.map((count, i) => count - (counts[i - 1] ?? 0));
  // A span without buckets: else a histogram without observations would not show that it is a native one.
  if (name === 'positive' && span.length === 0) span.push({ offset: 0, length: 0 });
  return { [`${name}_span`]: span, [`${name}_${float ? 'count' : 'delta'}`]: float ? counts : deltas };
}
