import { defineConfig } from 'vitest/config';

/** The tests that speak of the engine, for `npm run mutation`. */
export default defineConfig({ test: { include: ['packages/daemon/src/engine/**/*.test.ts'] } });
