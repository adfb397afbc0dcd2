import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['../../test/support/postgres-for-suite.ts'],
    maxWorkers: 2, // deploying is mostly waiting
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
