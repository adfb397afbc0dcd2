import { expect, it } from 'vitest';
import type { DeploymentSummary } from '../api/views.ts';
import { type Pages, withNewest, withOlder } from './history-pages.ts';

const pages = (ids: string, next?: string): Pages => ({
  deployments: [...ids].map((id) => ({ id }) as DeploymentSummary),
  next,
});
const shownAfter = (shown: Pages | undefined, first: Pages) => {
  const { deployments, next } = withNewest(shown, first);
  return [deployments.map(({ id }) => id).join(''), next];
};

it.each([
  ['nothing was loaded', undefined, pages('fed', 'd'), ['fed', 'd']],
  ['the same page was loaded', pages('fed', 'd'), pages('fed', 'd'), ['fed', 'd']],
  ['one more is new', pages('edc', 'c'), pages('fed', 'd'), ['fedc', 'c']],
  ['older ones were loaded', pages('edcba'), pages('fed', 'd'), ['fedcba', undefined]],
  ['the oldest are not loaded yet', pages('fedcb', 'b'), pages('fed', 'd'), ['fedcb', 'b']],
  ['so many are new that some are missing between', pages('cba'), pages('zyx', 'x'), ['zyx', 'x']],
])('when %s', (_, shown, first, wanted) => expect(shownAfter(shown, first)).toEqual(wanted));

it.each([
  ['it is the next one', pages('fed', 'd'), ['fedcb', 'b']],
  ['it was asked for twice', pages('fedcb', 'b'), ['fedcb', 'b']],
  ['what was loaded meanwhile is not its neighbour', pages('zyx', 'x'), ['zyx', 'x']],
])('puts an older page at the end when %s', (_, shown, wanted) => {
  const { deployments = [], next } = withOlder(shown, 'd', pages('cb', 'b')) ?? {};
  expect([deployments.map(({ id }) => id).join(''), next]).toEqual(wanted);
});

it('shows a deployment as it is now, and forgets why loading failed', () => {
  const before = pages('cba', 'a');
  const first = { deployments: [{ id: 'c', phase: 'succeeded' } as DeploymentSummary], next: 'c' };
  expect(withNewest({ ...before, because: 'no answer' }, first)).toEqual({
    deployments: [{ id: 'c', phase: 'succeeded' }, { id: 'b' }, { id: 'a' }],
    next: 'a',
  });
});
