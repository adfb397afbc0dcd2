import * as z from 'zod';
import { timestamp } from '../vocabulary/written-time.ts';

/** The quietest hours of the week, from measured traffic. */
export const windowSuggestions = z.object({
  environment: z.string(),
  timeZone: z.string(),
  /** How long the window is to be: `1h`. */
  for: z.string(),
  /** The criterion whose requests were counted. */
  measuredBy: z.string(),
  /** What it rests on. */
  days: z.int(),
  from: timestamp,
  until: timestamp,
  /** Requests a minute, all hours together. */
  usual: z.number(),
  suggestions: z.array(
    z.object({
      /** For `opens` of the plan's window. */
      cron: z.string(),
      /** `Tue 03:00`. */
      time: z.string(),
      perMinute: z.number(),
      /** Of the usual traffic. */
      share: z.number(),
    }),
  ),
});
export type WindowSuggestions = z.infer<typeof windowSuggestions>;
