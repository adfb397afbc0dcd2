import { createHash } from 'node:crypto';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { canonicalJson } from '../record/canonical.ts';

/**
 * What a criterion asks, as a hash: readings of one question can be compared with each other, and with no others. The
 * options are those of the plan, where secrets still are `${NAME}`.
 */
export function questionHash(sources: Plan['sources'], criterion: Criterion): string {
  const { source, measure, query, unit } = criterion;
  const { type, options } = sources[source] ?? {};
  const asked = JSON.parse(JSON.stringify({ measure, query, unit, type, options }));
  return createHash('sha256').update(canonicalJson(asked)).digest('hex').slice(0, 32);
}
