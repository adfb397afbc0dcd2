import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Unit } from '@daywatch/shared/vocabulary/units.ts';

/** One criterion's readings for a chart; `null` is a gap. */
export interface ReportSeries {
  readonly criterion: string;
  readonly title: string;
  readonly unit: Unit;
  /** Seconds since 1970, at even distances. */
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
  readonly baseline?: number;
  readonly limit?: number;
  readonly deployedAt?: Instant;
  /** Nine of ten values of the old version lay between. */
  readonly usual?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] };
}
