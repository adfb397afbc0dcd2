import * as z from 'zod';
import { timestamp } from './written-time.ts';

/**
 * What a criterion is compared with, the best first: the same hour of day over five days or more, a day or more with
 * this hour in it, what little there was before the deploy, its absolute limit alone, nothing at all.
 */
export const baselineRung = z.enum(['same-hour', 'day-before', 'before-deploy', 'limit-only', 'nothing']);
export type BaselineRung = z.infer<typeof baselineRung>;

/** A time whose readings are no part of a baseline. */
export const leftOut = z.object({ from: timestamp, until: timestamp, because: z.string() });
export type LeftOut = z.infer<typeof leftOut>;

/** What one criterion's frozen baseline rests on. */
export const baselineFooting = z.object({
  rung: baselineRung,
  /** In words: `the same hour of the 6 days before the deploy`. */
  because: z.string(),
  /** When its first reading began; without one when there is none. */
  from: timestamp.exactOptional(),
  until: timestamp,
  /** What was asked, as a hash: readings of anything else cannot be compared with it. */
  question: z.string(),
  /** Time that its readings speak of. */
  seconds: z.number(),
  /** Frozen readings, and how many of them come from what the source itself remembers. */
  readings: z.number(),
  fromSource: z.number(),
  leftOut: z.array(leftOut),
});
export type BaselineFooting = z.infer<typeof baselineFooting>;
