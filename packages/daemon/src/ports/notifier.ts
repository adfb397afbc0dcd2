import type {
  AnnouncementFacts,
  AnnouncementReason,
  MailPlan,
  Occasion,
} from '@daywatch/shared/vocabulary/announce.ts';
import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';
import type * as z from 'zod';
import type { Clock } from './clock.ts';
import type { Outbound } from './outbound.ts';

/** A message, written out for every sort of reader. */
export interface Message {
  readonly subject: string;
  readonly text: string;
  /** A whole page, with its styles inline. */
  readonly html: string;
  /** What Slack and those that understand it call mrkdwn. */
  readonly mrkdwn: string;
  readonly markdown: string;
  readonly tone: 'good' | 'bad' | 'caution' | 'neutral';
  readonly facts: AnnouncementFacts;
  /** Addresses of pages of the daemon; there when the daemon knows its own. */
  readonly links: { readonly dashboard?: string; readonly report?: string };
}

/** One message on its way to one recipient. */
export interface Delivery {
  /** The same at each attempt, and of no other message. */
  readonly key: string;
  readonly message: Message;
  /** When it came up. */
  readonly at: Instant;
  readonly signal: AbortSignal;
  /**
   * To be waited for when everything is on its way but the last byte, without which the other side does nothing: from
   * here on the message may have arrived. When it rejects, the last byte must not be sent.
   */
  handOver(): Promise<void>;
}

export type SendOutcome =
  /** The other side has taken it, or had it already. */
  | { readonly type: 'accepted'; readonly because?: string }
  /** It has not. `final`: it never will. `after`: it asks to be left alone for so long. */
  | { readonly type: 'refused'; readonly because: string; readonly final: boolean; readonly after?: Millis }
  /** Nobody can say. */
  | { readonly type: 'uncertain'; readonly because: string };

export interface Notifier {
  /** Never rejects but for a bug. */
  send(delivery: Delivery): Promise<SendOutcome>;
}

/** Shows a message on the screen of this machine, by a program and its arguments. */
export interface Desktop {
  show(program: string, parameters: readonly string[], signal: AbortSignal): Promise<'shown' | { because: string }>;
}

export interface NotifierTools {
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** To whom, with secrets in place. */
  readonly to: string;
  /** With secrets in place; there where the plan says how mail is sent. */
  readonly mail?: MailPlan;
  /** There only for a plan of this machine's own disk. */
  readonly desktop?: Desktop;
}

/**
 * A sort of notifier, named by `by`. Plan validation, completion in the editor and the documentation follow from it.
 * `options` sees `${NAME}` still unresolved; `open` gets the options with secrets in place and checks them again.
 */
export interface NotifierKind<Options extends z.ZodObject = z.ZodObject> {
  readonly type: string;
  readonly summary: string;
  /** What stands in an announcement beside the keys that all have. */
  readonly options: Options;
  /**
   * `people`: roles and mail addresses, each of which gets its own message. `address`: one address of the kind's own,
   * which `fault` finds faults in. `nobody`: there is no `to`.
   */
  readonly to:
    | { readonly type: 'people' }
    | { readonly type: 'address'; readonly example: string; fault(address: string): string | undefined }
    | { readonly type: 'nobody' };
  /** It knows no others. */
  readonly occasions?: readonly Occasion[];
  /** The other side keeps what it is told until it is told that it is over. */
  readonly resolves?: true;
  /** Sent again, the same message is the same: an uncertain one is. */
  repeatable(options: z.infer<Options>): boolean;
  open(options: z.infer<Options>, tools: NotifierTools): Notifier;
}

export const defineNotifierKind = <Options extends z.ZodObject>(kind: NotifierKind<Options>): NotifierKind<Options> =>
  kind;

/** What the plan has to know of a kind. */
export type NotifierShape = Pick<NotifierKind, 'type' | 'summary' | 'options' | 'to' | 'occasions' | 'resolves'>;

export const isAboutTrouble = (reason: AnnouncementReason): boolean =>
  [
    'no-go',
    'roll-back-recommended',
    'automatic-rollback',
    'failed',
    'undecided',
    'interrupted',
    'overrun',
    'blind',
    'not-recovered',
    'recovery-unknown',
  ].includes(reason);
