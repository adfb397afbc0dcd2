import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['../../test/support/postgres-for-suite.ts'],
    maxWorkers: 2, // deploying is mostly waiting
    // As long as a busy machine takes to deploy and to go back.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
