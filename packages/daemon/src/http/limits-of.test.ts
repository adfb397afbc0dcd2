import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { expect, it } from 'vitest';
import { limitsOf } from './limits-of.ts';

const today = { name: 'errors', limit: 0.05 } as Criterion;
const rested = (...limits: readonly (number | undefined)[]) =>
  limits.map((limit) => ({
    event: { type: 'verdict-changed', evidence: [{ name: 'errors', ...(limit !== undefined && { limit }) }] },
  })) as unknown as readonly RecordedEvent[];
const limitOf = (planHash: string, events: readonly RecordedEvent[]) =>
  limitsOf({ deployment: { planHash: 'then' }, planHash, events })(today);

it.each([
  ['the plan is the same', 'then', rested(0.01), 0.05],
  ['another plan is in force', 'now', rested(0.01), 0.01],
  ['the limit changed while it was watched', 'now', rested(0.01, 0.02), 0.02],
  ['it had none then', 'now', rested(undefined), undefined],
  ['the record says nothing of it', 'now', rested(), undefined],
])('when %s', (_, planHash, events, limit) => expect(limitOf(planHash, events)).toBe(limit));
