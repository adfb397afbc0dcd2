import type { Labels } from '../promql/labels.ts';

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

/** A metrics page, read. */
export interface Exposition {
  /** Those whose name was wanted. */
  readonly samples: readonly Sample[];
  /** By the name of the family, without `_total`, `_bucket` and the like where the page leaves them out. */
  readonly types: ReadonlyMap<string, MetricType>;
  /** Every sample name on the page, wanted or not. */
  readonly names: ReadonlySet<string>;
  /** Samples on the page, wanted or not. */
  readonly series: number;
}

/** A page that breaks its format, with the line it does so. */
export class ExpositionError extends Error {
  readonly line: number;

  constructor(line: number, fault: string) {
    super(`line ${line}: ${fault}`);
    this.name = 'ExpositionError';
    this.line = line;
  }
}
