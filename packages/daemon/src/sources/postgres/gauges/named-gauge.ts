import type { Unit } from '@daywatch/shared/vocabulary/units.ts';

/** A level that the server knows of itself. */
export interface NamedGauge {
  readonly description: string;
  readonly unit: Unit;
  /** What a role must be granted to see all of it; nothing when left out. */
  readonly needs?: 'pg_monitor' | 'pg_read_all_data';
  /**
   * One row of three: the value, how many things the role could not look into, and what to say about it. A null value
   * means that there is nothing to measure, and the words why.
   */
  readonly sql: string;
}
