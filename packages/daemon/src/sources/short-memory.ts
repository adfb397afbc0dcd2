import type { Memory } from '../ports/memory.ts';

/** Remembers for as long as the process lives. */
export function shortMemory(): Memory {
  const kept = new Map<string, unknown>();
  return {
    read: async (name) => kept.get(name),
    write: async (name, value) => {
      kept.set(name, value);
    },
  };
}
