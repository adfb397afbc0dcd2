import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';

/** What a criterion asks of a source. */
export type Question = Pick<Criterion, 'name' | 'measure' | 'query' | 'quantile'>;

/** One criterion's place at a source. It may remember what it saw last, for instance a counter. */
export interface Probe {
  /** Never rejects: what goes wrong outside is an `error` reading that names the source, what was asked, and what came back. */
  observe(signal: AbortSignal): Promise<Reading>;
}

/** Where readings come from. Opened from the plan, closed by whoever opened it. */
export interface Source {
  probe(question: Question): Probe;
  close(): Promise<void>;
}
