import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { planKinds } from '../plan-kinds.ts';
import { longPlan } from './long-plan.fixture.ts';
import { parsePlan } from './parse.ts';

const shopFile = new URL('../../../../examples/shop/daywatch.yaml', import.meta.url);

it.each([
  ['the long form', async () => longPlan],
  ['the plan of the sample shop', () => readFile(shopFile, 'utf8')],
])('%s has no problem with the kinds that there are', async (_, read) => {
  const parsed = parsePlan({
    text: await read(),
    file: 'daywatch.yaml',
    ...planKinds,
  });
  expect(parsed).not.toHaveProperty('problems');
  expect(parsed).toHaveProperty('plan.environments.production.watch.for', 86_400_000);
});
