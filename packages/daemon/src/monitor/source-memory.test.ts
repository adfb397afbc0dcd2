import { expect, it } from 'vitest';
import { MemoryStore } from '../store/memory-store.ts';
import { sourceMemory } from './source-memory.ts';

it('is each source’s own, in each environment', async () => {
  const store = new MemoryStore();
  const memory = (environment: string, source: string) => sourceMemory(store, { environment, source });
  await memory('production', 'sentry').write('cursor', { at: 1 });
  expect(await memory('production', 'sentry').read('cursor')).toEqual({ at: 1 });
  expect(await memory('production', 'logs').read('cursor')).toBeUndefined();
  expect(await memory('staging', 'sentry').read('cursor')).toBeUndefined();
});
