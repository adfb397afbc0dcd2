import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Store } from '../ports/store.ts';
import { questionHash } from './question-hash.ts';

/** Remembers what each criterion asks from `now` on, where that is something else than before. */
export async function noteQuestions(given: {
  readonly store: Pick<Store, 'questions' | 'saveQuestions'>;
  readonly environment: string;
  readonly sources: Plan['sources'];
  readonly criteria: readonly Criterion[];
  readonly now: Instant;
}): Promise<void> {
  const { store, environment, sources, criteria, now } = given;
  const last = new Map((await store.questions(environment)).map(({ criterion, question }) => [criterion, question]));
  const changed = criteria.flatMap((criterion) => {
    const question = questionHash(sources, criterion);
    const before = last.get(criterion.name);
    if (before === question) return [];
    // What was read of a criterion that never asked anything else answers its first question.
    return [{ environment, criterion: criterion.name, since: before === undefined ? instant(0) : now, question }];
  });
  await store.saveQuestions(changed);
}
