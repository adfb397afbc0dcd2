import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The short files first and the page of sentences last: most mutants are caught by the test of their own rule, and then
 * nothing else is run.
 */
class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification) =>
      moduleId.endsWith('.fixture.ts') ? Number.POSITIVE_INFINITY : statSync(moduleId).size;
    return files.toSorted((a, b) => cost(a) - cost(b));
  }
}

/**
 * The tests of the engine that are quick enough to be asked once a mutant, for `npm run mutation`. Whole watches, whole
 * days and what draws hundreds of them are left to the everyday suite, so its net is finer than the score says. The page
 * of sentences is asked for one sentence at a time.
 */
export default defineConfig({
  test: {
    include: ['packages/daemon/src/engine/**/*.test.ts', 'packages/daemon/src/engine/explain/each-sentence.fixture.ts'],
    exclude: [
      'watch',
      'watch.property',
      'days',
      'explain/sentences',
      'explain/shown-limit',
      'explain/flips-when.property',
    ].map((name) => `**/engine/${name}.test.ts`),
    isolate: false,
    // Stryker has a patience of its own; on a busy machine a slow test is no proof of anything.
    testTimeout: 600_000,
    sequence: { sequencer: ShortestFirst },
  },
});
