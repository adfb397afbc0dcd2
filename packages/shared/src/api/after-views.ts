import * as z from 'zod';
import { timestamp } from '../vocabulary/written-time.ts';

/** What a deployment waits for, has run over, and left behind. */
export const afterViews = {
  /** Its watch ended undecided: a person is asked. */
  waitsForDecision: z.object({ since: timestamp, because: z.array(z.string()) }).exactOptional(),
  /** It took longer than its plan expected, or than its window was open. */
  overruns: z
    .array(z.object({ what: z.enum(['expected', 'window']), at: timestamp, because: z.string() }))
    .exactOptional(),
  ticket: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('opened'), in: z.string(), url: z.string().exactOptional() }),
      z.object({ state: z.literal('failed'), in: z.string(), because: z.string() }),
    ])
    .exactOptional(),
  /** When it could be tried again after a rollback. */
  nextWindow: z
    .object({ opensAt: timestamp, closesAt: timestamp, timeZone: z.string(), because: z.string() })
    .exactOptional(),
};
