import * as z from 'zod';
import { hours, type Millis } from './time.ts';
import { timestamp } from './written-time.ts';

/** The longest that one criterion may be muted at a time. */
export const longestSilence: Millis = hours(24);

/** One criterion of an environment, muted for a time: not judged, not waited for, and no part of a baseline. */
export const silence = z.object({
  id: z.string(),
  environment: z.string(),
  criterion: z.string(),
  /** Who muted it. */
  owner: z.string(),
  reason: z.string(),
  from: timestamp,
  /** When it ends, or was ended. */
  until: timestamp,
  /** Who ended it before its time. */
  endedBy: z.string().exactOptional(),
});
export type Silence = z.infer<typeof silence>;
