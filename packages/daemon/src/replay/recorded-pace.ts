import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { readYaml } from '../plan/read-yaml.ts';

/**
 * Where the plan does not say how often a criterion is read, the recording does: by the length of the first interval
 * of each after the deploy.
 */
export function atRecordedPace(
  criteria: readonly Criterion[],
  readings: readonly Observation[],
  written: ReadonlySet<string>,
): readonly Criterion[] {
  return criteria.map((criterion) => {
    const first = written.has(criterion.name)
      ? undefined
      : readings.find((reading) => reading.criterion === criterion.name);
    return first === undefined ? criterion : { ...criterion, every: seconds(first.seconds) };
  });
}

/** The criteria of an environment for which the text of a plan says `every`. */
export function criteriaWithEvery(planText: string, environment: string): ReadonlySet<string> {
  const criteria = at(at(at(at(readYaml(planText).value, 'environments'), environment), 'watch'), 'criteria');
  const named = typeof criteria === 'object' && criteria !== null ? Object.entries(criteria) : [];
  return new Set(named.filter(([, criterion]) => at(criterion, 'every') !== undefined).map(([name]) => name));
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
