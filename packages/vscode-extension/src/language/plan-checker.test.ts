import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createPlanChecker, type PlanChecker } from './plan-checker.ts';

const main = fileURLToPath(new URL('../../../daemon/src/cli/main.ts', import.meta.url));
const file = fileURLToPath(new URL('daywatch.yaml', import.meta.url));
let checker: PlanChecker;
afterEach(() => checker.close());

describe('the program that checks plans while they are written', () => {
  it('tells every problem with its place and what was meant, of several texts at once', async () => {
    checker = createPlanChecker({ node: process.execPath, main });
    const [faulty, empty] = await Promise.all([
      checker.check(file, 'service: shop\nsuorces: {}\n'),
      checker.check(file, ''),
    ]);
    expect(faulty).toContainEqual(
      expect.objectContaining({ code: 'unknown-key', line: 2, column: 1, meant: 'sources', file }),
    );
    expect(empty.map(({ code }) => code)).toEqual(['plan-empty']);
  }, 30_000);

  it('says why when it cannot be run, and is started again with the next question', async () => {
    checker = createPlanChecker({ node: process.execPath, main: `${main}.gone` });
    await expect(checker.check(file, '')).rejects.toThrow(/Cannot find module/);
    await expect(checker.check(file, '')).rejects.toThrow(/Cannot find module/);
  }, 30_000);
});
