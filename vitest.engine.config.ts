import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Of few words, but long to run. */
const slow = /\/(each-sentence\.fixture|snapshot|snapshot-3)(\.test)?\.ts$/;

/**
 * The short files first, then those that watch for hours, and the page of sentences last: most mutants are caught by the
 * test of their own rule, and then nothing else is run.
 */
class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification) => statSync(moduleId).size + (slow.test(moduleId) ? 1e6 : 0);
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
      'state-size',
      'statistics/supposed-rates',
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
