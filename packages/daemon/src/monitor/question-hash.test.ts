import type { SourcePlan } from '@daywatch/shared/vocabulary/plan.ts';
import { describe, expect, it } from 'vitest';
import { criterion } from '../http/app.fixture.ts';
import { questionHash } from './question-hash.ts';

const sources: Record<string, SourcePlan> = {
  metrics: { name: 'metrics', type: 'metrics', options: { url: '${METRICS_URL}', timeout: '5s' } },
};
const asked = criterion({ query: { bad: 'errors', of: 'requests' } });
const known = questionHash(sources, asked);
const other = (changes: Partial<SourcePlan>) => ({ metrics: { ...sources.metrics, ...changes } as SourcePlan });

describe('what a criterion asks', () => {
  it.each<[string, string]>([
    ['another name', questionHash(sources, { ...asked, name: 'errors-of-the-api' })],
    ['another limit, tolerance and rhythm', questionHash(sources, { ...asked, limit: 0.02, tolerance: 1, confirm: 5 })],
    ['keys in another order', questionHash(sources, { ...asked, query: { of: 'requests', bad: 'errors' } })],
    ['another name of its source', questionHash(other({ name: 'exposition' }), asked)],
  ])('stays the same with %s', (_, hash) => {
    expect(hash).toBe(known);
  });

  it.each<[string, string]>([
    ['query', questionHash(sources, { ...asked, query: { bad: 'faults', of: 'requests' } })],
    ['measure', questionHash(sources, { ...asked, measure: 'count' })],
    ['unit', questionHash(sources, { ...asked, unit: 'bytes' })],
    ['kind of source', questionHash(other({ type: 'prometheus' }), asked)],
    ['place where it is asked', questionHash(other({ options: { url: '${OTHER_URL}' } }), asked)],
  ])('changes with its %s', (_, hash) => {
    expect(hash).not.toBe(known);
  });
});
