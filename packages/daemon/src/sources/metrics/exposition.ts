import type { Labels } from '../promql/labels.ts';
import type { NativeHistogram } from './native/native-histogram.ts';

export type ExpositionFormat = 'text' | 'openmetrics';

export type MetricType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'gaugehistogram'
  | 'summary'
  | 'info'
  | 'stateset'
  | 'unknown'
  | 'untyped';

export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  /** As written: milliseconds in the text format, seconds in OpenMetrics. */
  readonly timestamp: number | undefined;
}

/** A histogram whose buckets follow from its schema; pages have it in protobuf only. */
export interface NativeSample {
  /** Of the family. */
  readonly name: string;
  readonly labels: Labels;
  readonly histogram: NativeHistogram;
}

/** A metrics page, read. */
export interface Exposition {
  /** Those whose name was wanted. */
  readonly samples: readonly Sample[];
  /** Those whose name was wanted, where the page is in protobuf. */
  readonly natives?: readonly NativeSample[];
  /** By the name of the family, without `_total`, `_bucket` and the like where the page leaves them out. */
  readonly types: ReadonlyMap<string, MetricType>;
  /** Every sample name on the page, wanted or not. */
  readonly names: ReadonlySet<string>;
  /** Samples on the page, wanted or not. */
  readonly series: number;
}

/** A page that breaks its format, with the line, or the byte of a protobuf page, where it does so. */
export class ExpositionError extends Error {
  readonly line: number;

  constructor(line: number, fault: string, counted: 'line' | 'byte' = 'line') {
    super(`${counted} ${line}: ${fault}`);
    this.name = 'ExpositionError';
    this.line = line;
  }
}
