import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { run } from '../../scripts/run.mjs';

it('lets a command give way to what this process is to others, however much it gives way itself', async () => {
  const niceness = async (yielding: boolean) => Number((await run(['nice'], { yielding })).output);
  expect(await niceness(false)).toBe(getPriority());
  expect(await niceness(true)).toBe(Math.min(19, getPriority() + 5));
});
