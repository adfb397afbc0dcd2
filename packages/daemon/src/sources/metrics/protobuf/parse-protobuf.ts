import type { Labels } from '../../promql/labels.ts';
import type { Exposition, MetricType, NativeSample, Sample } from '../exposition.ts';
import { createdName } from '../metrics-page.ts';
import { numberText } from './number-text.ts';
import { readHistogram } from './read-histogram.ts';
import { readTime } from './read-time.ts';
import { WireReader } from './wire-reader.ts';

const types: readonly MetricType[] = ['counter', 'gauge', 'summary', 'untyped', 'histogram', 'gaugehistogram'];
const endings: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  summary: ['', '_sum', '_count'],
  histogram: ['', '_bucket', '_sum', '_count'],
  gaugehistogram: ['', '_bucket', '_gsum', '_gcount'],
};

export interface ProtobufOptions {
  /** Names of samples, or of families, that are needed; the rest is not looked into. */
  readonly wanted?: ReadonlySet<string>;
}

/**
 * Reads a page of `io.prometheus.client.MetricFamily` messages, each behind its length. It becomes what the same page is in
 * text, and the native histograms, which text cannot say. Throws an `ExpositionError` with the byte that breaks the format.
 */
export function parseProtobuf(bytes: Buffer, { wanted }: ProtobufOptions = {}): Exposition {
  const page = new WireReader(bytes);
  const found: Found = { samples: [], natives: [] };
  const kinds = new Map<string, MetricType>();
  const names = new Set<string>();
  let series = 0;
  for (let message = page.delimited(); message !== undefined; message = page.delimited()) {
    const { name, type, metrics } = readFamily(message);
    kinds.set(name, type);
    const own = (endings[type] ?? ['']).map((ending) => `${name}${ending}`);
    for (const one of own) names.add(one);
    series += metrics.length;
    if (wanted === undefined || [...own, createdName(name)].some((one) => wanted.has(one)))
      for (const metric of metrics) readMetric(metric, { name, type }, found);
  }
  const isWanted = ({ name }: { readonly name: string }) => wanted === undefined || wanted.has(name);
  return {
    samples: found.samples.filter(isWanted),
    natives: found.natives.filter(isWanted),
    types: kinds,
    names,
    series,
  };
}

interface Family {
  readonly name: string;
  readonly type: MetricType;
}

interface Found {
  readonly samples: Sample[];
  readonly natives: NativeSample[];
}

function readFamily(reader: WireReader): Family & { readonly metrics: readonly WireReader[] } {
  let name = '';
  let kind = 0;
  const metrics: WireReader[] = [];
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else if (reader.field === 3) kind = reader.uint();
    else if (reader.field === 4) metrics.push(reader.message());
    else reader.skip();
  }
  const type = types[kind];
  if (name === '') throw reader.fault('a metric has no name');
  if (type === undefined) throw reader.fault(`${name} is of the type ${kind}, which is unknown`);
  return { name, type, metrics };
}

/** What the fields of a series hold, before its type says which of them counts. */
interface Values {
  readonly byType: Map<MetricType, WireReader>;
  readonly labels: Labels;
  readonly timestamp: number | undefined;
}

function readMetric(reader: WireReader, { name, type }: Family, { samples, natives }: Found): void {
  const { byType, labels, timestamp } = readValues(reader);
  const value = byType.get(type === 'gaugehistogram' ? 'histogram' : type);
  if (value === undefined) throw reader.fault(`a series of ${name} has no ${type} in it`);
  const add = (ending: string, number: number, more: Labels = []) =>
    samples.push({ name: `${name}${ending}`, labels: [...labels, ...more], value: number, timestamp });
  const began = (created: number | undefined) => {
    if (created !== undefined) samples.push({ name: createdName(name), labels, value: created, timestamp });
  };
  if (type === 'summary') {
    const { count, sum, quantiles, created } = readSummary(value);
    for (const { level, value: time } of quantiles) add('', time, ['quantile', numberText(level)]);
    add('_sum', sum);
    add('_count', count);
    began(created);
  } else if (type === 'histogram' || type === 'gaugehistogram') {
    const { count, sum, buckets, native, created } = readHistogram(value);
    for (const bucket of buckets) add('_bucket', bucket.count, ['le', numberText(bucket.bound)]);
    if (buckets.at(-1)?.bound !== Number.POSITIVE_INFINITY) add('_bucket', count, ['le', '+Inf']);
    add(type === 'histogram' ? '_sum' : '_gsum', sum);
    add(type === 'histogram' ? '_count' : '_gcount', count);
    if (native !== undefined) natives.push({ name, labels, histogram: native });
    began(created);
  } else {
    const single = readSingle(value);
    add('', single.value);
    began(single.created);
  }
}

function readValues(reader: WireReader): Values {
  const labels: string[] = [];
  const byType: Values['byType'] = new Map();
  let timestamp: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) labels.push(...readLabel(reader.message()));
    else if (reader.field === 2) byType.set('gauge', reader.message());
    else if (reader.field === 3) byType.set('counter', reader.message());
    else if (reader.field === 4) byType.set('summary', reader.message());
    else if (reader.field === 5) byType.set('untyped', reader.message());
    else if (reader.field === 6) timestamp = reader.int();
    else if (reader.field === 7) byType.set('histogram', reader.message());
    else reader.skip();
  }
  return { byType, labels, timestamp };
}

function readLabel(reader: WireReader): readonly [name: string, value: string] {
  let name = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) name = reader.text();
    else if (reader.field === 2) value = reader.text();
    else reader.skip();
  }
  if (name === '') throw reader.fault('a label has no name');
  return [name, value];
}

/** A counter, a gauge or what has no type. */
function readSingle(reader: WireReader): { readonly value: number; readonly created: number | undefined } {
  let value = 0;
  let created: number | undefined;
  while (reader.next()) {
    if (reader.field === 1) value = reader.double();
    else if (reader.field === 3) created = readTime(reader.message());
    else reader.skip();
  }
  return { value, created };
}

function readSummary(reader: WireReader) {
  let count = 0;
  let sum = 0;
  let created: number | undefined;
  const quantiles: { level: number; value: number }[] = [];
  while (reader.next()) {
    if (reader.field === 1) count = reader.uint();
    else if (reader.field === 2) sum = reader.double();
    else if (reader.field === 3) quantiles.push(readQuantile(reader.message()));
    else if (reader.field === 4) created = readTime(reader.message());
    else reader.skip();
  }
  return { count, sum, quantiles, created };
}

function readQuantile(reader: WireReader): { level: number; value: number } {
  const quantile = { level: 0, value: 0 };
  while (reader.next()) {
    if (reader.field === 1) quantile.level = reader.double();
    else if (reader.field === 2) quantile.value = reader.double();
    else reader.skip();
  }
  return quantile;
}
