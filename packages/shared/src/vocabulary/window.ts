import * as z from 'zod';
import { type Instant, type Millis, minutes } from './time.ts';
import { duration, durationOfAtLeast, timestamp } from './written-time.ts';

const freezeInput = z.strictObject({
  from: z.string().min(1).meta({ description: 'The first day, or the local time at which it begins: 2026-12-20.' }),
  until: z
    .string()
    .min(1)
    .meta({ description: 'The last day, which is frozen too, or the local time at which it ends.' }),
  because: z.string().min(1).optional().meta({ description: 'Why: holidays.' }),
});

/** A deployment window as it is written. */
export const windowInput = z.strictObject({
  opens: z.string().min(1).meta({
    description:
      'When it opens: one local time (2026-12-01T22:00), or a cron expression of five fields ("0 22 * * TUE,THU").',
  }),
  for: durationOfAtLeast(minutes(1)).meta({ description: 'How long it stays open: 60m.' }),
  'time-zone': z.string().min(1).optional().meta({
    description: 'Whose clocks `opens` and `freezes` speak of: Europe/Berlin. Needed unless `opens` says its offset.',
  }),
  expected: duration.optional().meta({
    description: 'How long the deployment should take, to the end of its verification; an overrun is noted.',
  }),
  freezes: z.array(freezeInput).optional().meta({ description: 'When nobody deploys, window or not.' }),
});

/** Nobody deploys from `from` until `until`. */
export interface Freeze {
  readonly from: Instant;
  readonly until: Instant;
  readonly because?: string;
}

/** When an environment may be deployed to. */
export interface WindowPlan {
  readonly opens:
    | { readonly type: 'once'; readonly at: Instant }
    /** Five fields, by the clocks of the time zone. */
    | { readonly type: 'recurring'; readonly cron: string };
  readonly for: Millis;
  /** A name of the time zone database; UTC when only an offset was written. */
  readonly timeZone: string;
  readonly expected?: Millis;
  readonly freezes: readonly Freeze[];
}

/** One stretch of time in which one may deploy. */
export interface Opening {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
}

const opening = z.object({ opensAt: timestamp, closesAt: timestamp });

/** The window of an environment at one moment. */
export const windowState = z.object({
  state: z.enum(['open', 'closed', 'frozen']),
  /** When it opened, or opens next; absent when it does not open any more. */
  opensAt: timestamp.exactOptional(),
  closesAt: timestamp.exactOptional(),
  timeZone: z.string(),
  /** One sentence, with the times as the clocks of the time zone show them. */
  because: z.string(),
  /** The next five, the one that is open not among them. */
  next: z.array(opening),
});
export type WindowState = z.infer<typeof windowState>;
