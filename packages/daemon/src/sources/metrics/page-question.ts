import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { MetricsPage } from './metrics-page.ts';

/** One criterion's question to each page. It may remember what the page before had. */
export interface PageQuestion {
  /** Metric names without which the question cannot be answered. */
  readonly names: readonly string[];
  /** Whether the answer may be on the same page in protobuf, and nowhere else. */
  lacksProtobuf?(page: MetricsPage): boolean;
  answer(page: MetricsPage): Reading;
}

export const absent = (because: string): Reading => ({ type: 'absent', because });
export const failed = (because: string): Reading => ({ type: 'error', because });
