import { defineConfig } from 'vitest/config';

/**
 * The tests of the formulas alone, for `npm run mutation`: what they leave open is not left to the watches that use them.
 * What draws hundreds of days by chance is asked by the everyday suite.
 */
export default defineConfig({
  test: {
    include: ['packages/daemon/src/engine/statistics/*.test.ts'],
    exclude: ['**/supposed-rates.test.ts'],
    isolate: false,
    // Stryker has a patience of its own; on a busy machine a slow test is no proof of anything.
    testTimeout: 600_000,
  },
});
