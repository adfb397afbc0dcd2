import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { type Millis, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { readYaml } from '../plan/read-yaml.ts';

/** So many of a criterion's first readings show its pace. */
const shown = 20;
/** So many readings make a distance between them, or an unusual length, that is not an accident. */
const enough = 3;
/** A pace that leaves fewer readings than this to a watch is believed only of so many of them. */
const readingsPerWatch = 10;

/**
 * Where the plan does not say how often a criterion is read, the recording does: by the length of its first intervals
 * after the deploy, or, where the lines say no length, by the shortest distance between them.
 */
export function atRecordedPace(
  criteria: readonly Criterion[],
  readings: readonly Observation[],
  {
    written,
    watch,
    unsaid = new Set(),
    before = [],
  }: {
    /** Criteria for which the plan says it. */
    readonly written: ReadonlySet<string>;
    /** How long the watch is. */
    readonly watch: Millis;
    /** Criteria with lines that say no length. */
    readonly unsaid?: ReadonlySet<string>;
    readonly before?: readonly Observation[];
  },
): readonly Criterion[] {
  return criteria.map((criterion) => {
    const { name } = criterion;
    if (written.has(name)) return criterion;
    const every = unsaid.has(name)
      ? spacingOf([...before, ...readings].filter((reading) => reading.criterion === name))
      : lengthOf(
          readings.filter((reading) => reading.criterion === name),
          watch,
        );
    if (every === undefined || (unsaid.has(name) && every < criterion.every)) return criterion;
    return { ...criterion, every };
  });
}

/** The middle one, so that a single long interval does not make what is missing after it look expected. */
function lengthOf(readings: readonly Observation[], watch: Millis): Millis | undefined {
  const answers = readings.filter(({ reading }) => reading.type !== 'absent' && reading.type !== 'error');
  const lengths = (answers.length > 0 ? answers : readings).slice(0, shown).map((reading) => reading.seconds);
  const middle = lengths.sort((a, b) => a - b)[Math.floor((lengths.length - 1) / 2)];
  if (middle === undefined) return undefined;
  const every = seconds(middle);
  return lengths.length < enough && every > watch / readingsPerWatch ? undefined : every;
}

/** The shortest one: of what was recorded with gaps, none is taken for the pace. */
function spacingOf(readings: readonly Observation[]): Millis | undefined {
  if (readings.length < enough) return undefined;
  let shortest = Number.POSITIVE_INFINITY;
  for (const [i, { at }] of readings.entries()) {
    const distance = at - (readings[i - 1]?.at ?? at);
    if (distance > 0) shortest = Math.min(shortest, distance);
  }
  return Number.isFinite(shortest) ? millis(shortest) : undefined;
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
