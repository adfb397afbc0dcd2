import * as z from 'zod';
import type { DecisionWord } from './deployment-words.ts';
import { type Millis, minutes } from './time.ts';
import { isTimeZone } from './time-zone.ts';
import { durationOfAtLeast, timestamp } from './written-time.ts';

/** What an announcement may be about: each is a change of a deployment's state, and told once for each time it changes. */
export const occasion = z.enum([
  'planned',
  'deploying',
  'verifying',
  'watching',
  'go',
  'no-go',
  'roll-back-recommended',
  'undecided',
  'decided',
  'extended',
  'blind',
  'overrun',
  'interrupted',
  'automatic-rollback',
  'rolling-back',
  'rolled-back',
  'recovered',
  'not-recovered',
  'recovery-unknown',
  'ticket-opened',
  'succeeded',
  'failed',
  'superseded',
  'cancelled',
]);
export type Occasion = z.infer<typeof occasion>;

/** Why a message is sent: an occasion, the time before a window opens, the end of what an alert was about, or a trial. */
export const announcementReason = z.enum([...occasion.options, 'before', 'resolved', 'test']);
export type AnnouncementReason = z.infer<typeof announcementReason>;

/** Which message it is. */
export const messageFacts = {
  key: z.string(),
  announcement: z.string(),
  by: z.string(),
  /** Masked. */
  to: z.string(),
  role: z.string().exactOptional(),
  reason: announcementReason,
};

/** These go out at any hour, and ask for a decision. */
export const urgentReasons: ReadonlySet<AnnouncementReason> = new Set<AnnouncementReason>([
  'no-go',
  'roll-back-recommended',
  'failed',
  'automatic-rollback',
  'not-recovered',
]);

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written 22:00');

export const quietHoursInput = z.strictObject({
  from: clockTime.meta({ description: 'When they begin: 22:00.' }),
  until: clockTime.meta({ description: 'When they end: 07:00.' }),
  'time-zone': z
    .string()
    .refine(isTimeZone, { error: 'is not a time zone; write it like Europe/Berlin' })
    .meta({ description: 'Whose clocks these times are of: Europe/Berlin.' }),
});

/** What every announcement has, of whatever kind. */
export const announceCommon = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'a name has letters, digits, ".", "_" and "-" only')
    .max(80)
    .optional()
    .meta({ description: 'What it is called in the record; made from the rest when left out.' }),
  before: durationOfAtLeast(minutes(1))
    .optional()
    .meta({ description: 'How long before the window of a planned deployment opens it is sent: 24h.' }),
  on: z
    .union([occasion, z.array(occasion).min(1)])
    .optional()
    .meta({ description: 'What it is sent about, each time the deployment comes to it.' }),
  template: z.string().min(1).optional().meta({
    description:
      'A Markdown file beside the plan, or a text of several lines; the built-in one of each occasion when left out.',
  }),
  'quiet-hours': quietHoursInput.optional().meta({
    description: 'Held back at these hours; a NO-GO, a recommended rollback and a failed deploy never are.',
  }),
  decisions: z
    .boolean()
    .optional()
    .meta({ description: 'Whoever gets it may decide: messages that ask for a decision carry signed links.' }),
});

/** An announcement as it is written. What `by` names says what else may stand in it. */
export const announceInput = z.looseObject({ ...announceCommon.shape, by: z.string() });

export const mailInput = z.strictObject({
  server: z.string().min(1).meta({ description: 'smtp://user:password@host:587 or smtps://…; rather ${SMTP_URL}.' }),
  from: z.string().min(3).meta({ description: 'Whom mails come from: Deploys <deploy@example.com>.' }),
});

export interface QuietHours {
  /** `22:00`. */
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
}

/** One who gets it: an address, or a `${NAME}` that stands for one; and the role it was found in. */
export interface Recipient {
  readonly to: string;
  readonly role?: string;
}

export interface MailPlan {
  /** As written; `${NAME}` still in place. */
  readonly server: string;
  readonly from: string;
}

export interface AnnouncementPlan {
  readonly name: string;
  /** The kind of notifier. */
  readonly by: string;
  readonly when:
    | { readonly type: 'before'; readonly before: Millis }
    | { readonly type: 'on'; readonly on: readonly Occasion[] };
  readonly recipients: readonly Recipient[];
  /** The name of a file, or a text of several lines. */
  readonly template?: string;
  readonly quietHours?: QuietHours;
  /** Its recipients may decide. */
  readonly decisions: boolean;
  /** The other side keeps what it is told until it is told that it is over. */
  readonly resolves: boolean;
  /** Only where the kind sends mail. */
  readonly mail?: MailPlan;
  /** The kind's own, as written; `${NAME}` still in place. */
  readonly options: unknown;
}

/** What is told in an announcement, frozen when it came up. */
export interface AnnouncementFacts {
  readonly reason: AnnouncementReason;
  readonly at: string;
  /** The same by the clocks of the environment's window. */
  readonly atWords: string;
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly version: string;
  readonly commit: string;
  readonly deployedBy: string;
  /** Of the event that it is about. */
  readonly sequence: number;
  readonly verdict?: string;
  readonly recommendation?: string;
  readonly rule?: string;
  readonly because: readonly string[];
  readonly previous?: string;
  readonly decision?: { readonly decision: DecisionWord; readonly reason: string; readonly by: string };
  /** When the window opens, and how it is told where the window is. */
  readonly opens?: { readonly at: string; readonly words: string };
  readonly closes?: string;
  readonly expected?: string;
  /** What could not be kept: less time than the plan wants. */
  readonly late?: string;
  readonly watchFor?: string;
  readonly dashboards: readonly { readonly name: string; readonly url: string }[];
}

/** What the record keeps of a message. */
export const announcementNote = z.object({
  ...messageFacts,
  subject: z.string().exactOptional(),
  outcome: z.enum(['sent', 'uncertain', 'failed']),
  because: z.string().exactOptional(),
  at: timestamp,
});
export type AnnouncementNote = z.infer<typeof announcementNote>;
