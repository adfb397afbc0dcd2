import { defineConfig } from 'vitest/config';

/** Days of production at their own pace: mostly waiting. */
const stories = ['journeys/plan-walkthrough.test.ts', 'releases/releases.test.ts', 'e2e/demo.e2e.test.ts'];

/** What compares the times of a real database, or of real requests: nothing else may run meanwhile. */
const measuring = [
  'bench/probes.test.ts',
  'contracts/source-postgres-{auto-explain,newest,role,shop,statements}.test.ts',
];

const withPostgres = {
  globalSetup: ['./support/postgres-for-suite.ts'],
  // A busy machine is slow, not wrong.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 45_000 } },
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...withPostgres,
          name: 'journeys',
          include: ['{bench,support,contracts,journeys,false-greens,peers,releases,replay,simulation}/**/*.test.ts'],
          exclude: [...stories, ...measuring],
          // Many wait for the processes and servers they start: no core is kept free.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          ...withPostgres,
          name: 'stories',
          include: stories,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          exclude: stories,
          // One editor at a time: two on two cores are slower than one after the other.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000, interval: 100 } },
        },
      },
      {
        test: {
          ...withPostgres,
          name: 'measuring',
          include: measuring,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
