import type { Ids } from '@daywatch/daemon/src/ports/ids.ts';

/** Ids that count up, and secrets that can be told apart. */
export function createFakeIds(): Ids {
  let ids = 0;
  let secrets = 0;
  return {
    next() {
      ids += 1;
      return `id-${String(ids).padStart(4, '0')}`;
    },
    secret() {
      secrets += 1;
      return `secret-${secrets}`;
    },
  };
}
