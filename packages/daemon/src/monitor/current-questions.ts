import { utcMinute } from '@daywatch/shared/present/utc-minute.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Store } from '../ports/store.ts';
import { spansOfOtherQuestions } from './left-out.ts';
import { questionHash } from './question-hash.ts';

/** What the criteria of a plan ask, and what else was asked before. */
export interface CurrentQuestions {
  /** Nothing is asked of a criterion that the plan does not have. */
  of(criterion: string): { readonly hash: string | undefined; readonly since: string };
  /** Whether a reading answers something else than what is asked now. */
  isOfAnother(observation: Observation): boolean;
  changedSince(time: Instant): boolean;
}

export async function readQuestions(given: {
  readonly store: Pick<Store, 'questions'>;
  readonly environment: string;
  readonly sources: Plan['sources'];
  readonly criteria: readonly Criterion[];
  readonly now: Instant;
}): Promise<CurrentQuestions> {
  const { store, environment, sources, criteria, now } = given;
  const asked = Map.groupBy(await store.questions(environment), ({ criterion }) => criterion);
  const hashes = new Map(criteria.map((criterion) => [criterion.name, questionHash(sources, criterion)]));
  const others = new Map(
    [...hashes].map(([name, hash]) => [name, spansOfOtherQuestions(asked.get(name) ?? [], hash, now)]),
  );
  const sinceOf = (name: string): Instant => asked.get(name)?.at(-1)?.since ?? instant(0);
  return {
    of: (name) => ({ hash: hashes.get(name), since: utcMinute(sinceOf(name)) }),
    isOfAnother: ({ criterion, at }) => others.get(criterion)?.some(({ from, to }) => from <= at && at < to) ?? false,
    changedSince: (time) => [...hashes.keys()].some((name) => sinceOf(name) > time),
  };
}
