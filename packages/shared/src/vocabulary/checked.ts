import * as z from 'zod';
import { timestamp } from './written-time.ts';

/** What a look at an item of the checklist found. `asks`: only one of `role` can say. */
export const checked = {
  type: z.literal('checked'),
  item: z.string(),
  state: z.enum(['passed', 'failed', 'waiting', 'asks']),
  because: z.string().max(4_000),
  role: z.string().exactOptional(),
  /** When it was looked at. */
  at: timestamp,
};

/** What the last look at an item found. */
export type Check = Omit<z.infer<z.ZodObject<typeof checked>>, 'type' | 'item'>;
