import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'journeys',
          include: ['{bench,support,contracts,journeys,false-greens,peers,releases,replay,simulation}/**/*.test.ts'],
          globalSetup: ['./support/postgres-for-suite.ts'],
          // Half of the cores are for the servers they start: some compare real times, of a database or of a service.
          maxWorkers: '50%',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          // One editor at a time: two on two cores are slower than one after the other.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000, interval: 100 } },
        },
      },
    ],
  },
});
