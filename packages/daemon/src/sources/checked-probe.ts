import type * as z from 'zod';
import type { Probe } from '../ports/source.ts';
import { faultsInWords } from './faults-in-words.ts';

/** A probe that could not be set up: it says why each time it is asked. */
export const brokenProbe = (because: string): Probe => ({
  observe: async () => ({ type: 'error', because }),
});

/** The probe for a query, or a broken one when the query has not the shape that the kind asks for. */
export function checkedProbe<Query extends z.ZodType>(
  source: string,
  shape: Query,
  query: unknown,
  make: (query: z.infer<Query>) => Probe,
): Probe {
  const checked = shape.safeParse(query);
  if (checked.success) return make(checked.data);
  return brokenProbe(`${source}: ${JSON.stringify(query)} cannot be asked: ${faultsInWords(checked.error.issues)}`);
}
