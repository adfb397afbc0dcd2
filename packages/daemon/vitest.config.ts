import { defineConfig } from 'vitest/config';

// A busy machine is slow, not wrong. Many tests wait for processes: no core is kept free.
export default defineConfig({
  test: {
    setupFiles: ['src/same-examples.fixture.ts'],
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
