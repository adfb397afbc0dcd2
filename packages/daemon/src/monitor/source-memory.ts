import type { Memory } from '../ports/memory.ts';
import type { Store } from '../ports/store.ts';

/** What one source of one environment remembers, in the store. */
export const sourceMemory = (
  store: Pick<Store, 'memory' | 'saveMemory'>,
  place: { readonly environment: string; readonly source: string },
): Memory => ({
  read: (name) => store.memory({ ...place, name }),
  write: (name, value) => store.saveMemory({ ...place, name }, value),
});
