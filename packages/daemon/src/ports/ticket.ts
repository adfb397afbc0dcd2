import type { Millis } from '@daywatch/shared/vocabulary/time.ts';

/** What is told of a version that was rolled back. */
export interface Ticket {
  /** The deployment: one has one ticket. */
  readonly deployment: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** For programs. */
  readonly facts: Readonly<Record<string, string>>;
}

export type TicketOutcome =
  /** `url`: where people find it. */
  | { readonly type: 'opened'; readonly in: string; readonly url?: string }
  /** `final`: trying again would change nothing. `after`: it asks to be left alone for so long. */
  | {
      readonly type: 'refused';
      readonly in: string;
      readonly because: string;
      readonly final: boolean;
      readonly after?: Millis;
    };

/** Where tickets are opened. Opening one again for the same deployment must find the first. */
export interface TicketDesk {
  open(ticket: Ticket, signal: AbortSignal): Promise<TicketOutcome>;
}
