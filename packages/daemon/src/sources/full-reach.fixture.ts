import { resolve } from 'node:path';
import type { Reach } from '../ports/reach.ts';

/** Of a source in the plan on this machine's own disk. */
export const fullReach: Reach = {
  own: true,
  refusal: () => undefined,
  find: (written) => ({ path: resolve(written) }),
};
