import type { AnnouncementFacts } from '@daywatch/shared/vocabulary/announce.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';

/** One message to one recipient, as it was put into the outbox. */
export interface Outgoing {
  /** Permanent: nothing is put in twice under one key. */
  readonly key: string;
  readonly deployment: string;
  readonly environment: string;
  /** The announcement's name in the plan. */
  readonly announcement: string;
  readonly by: string;
  /** As the plan has it; `${NAME}` still in place. */
  readonly to: string;
  readonly role?: string;
  readonly facts: AnnouncementFacts;
  readonly dueAt: Instant;
}

/**
 * `due` until somebody claims it; `claimed` while nothing of it can have arrived; `handed-over` from the moment it may
 * have; then `sent`, `failed` or `uncertain`. `withdrawn`: what it told was no longer to be told.
 */
export type OutgoingState = 'due' | 'claimed' | 'handed-over' | 'sent' | 'failed' | 'uncertain' | 'withdrawn';

export interface OutboxEntry extends Outgoing {
  readonly state: OutgoingState;
  /** Not before this. */
  readonly notBefore: Instant;
  readonly attempts: number;
  readonly claimedBy?: string;
  /** From then on its claim is taken for abandoned. */
  readonly claimedUntil?: Instant;
  readonly subject?: string;
  readonly because?: string;
  readonly settledAt?: Instant;
  /** The record of the deployment knows how it ended. */
  readonly recorded: boolean;
}

export interface Claim {
  readonly by: string;
  readonly until: Instant;
}

/** How an attempt ended: for good, or to be tried again. */
export type Settlement =
  | { readonly state: 'due'; readonly notBefore: Instant; readonly because: string }
  | {
      readonly state: 'sent' | 'failed' | 'uncertain' | 'withdrawn';
      readonly at: Instant;
      readonly subject?: string;
      readonly because?: string;
    };

/** What is still to be told, and what became of it. Each answer is durable: it survives `kill -9`. */
export interface Outbox {
  /** The last event of a deployment whose announcements have been put in; 0 for none. */
  announcedThrough(deployment: string): Promise<number>;
  /** Puts in what follows from the events up to `through`, all or nothing. False: another was first. */
  announce(step: {
    readonly deployment: string;
    readonly expected: number;
    readonly through: number;
    readonly entries: readonly (Outgoing & { readonly notBefore: Instant })[];
  }): Promise<boolean>;
  /** Puts in what follows from no event. What is known by its key stays as it is; answers how many were new. */
  put(entries: readonly (Outgoing & { readonly notBefore: Instant })[]): Promise<number>;
  /** All that somebody still has to see to, the oldest first. */
  open(): Promise<readonly OutboxEntry[]>;
  entry(key: string): Promise<OutboxEntry | undefined>;
  /** Of a deployment, or else of an environment; newest first. */
  entries(of: {
    readonly environment: string;
    readonly deployment?: string;
    readonly limit: number;
  }): Promise<readonly OutboxEntry[]>;
  /** From `due` to `claimed`. False: another has it. */
  claim(key: string, claim: Claim): Promise<boolean>;
  /** From `claimed` to `handed-over`. False: the claim was lost. */
  handOver(key: string, claim: Claim): Promise<boolean>;
  /** Ends the claim of `by`. False: it was lost. */
  settle(key: string, by: string, settlement: Settlement): Promise<boolean>;
  markRecorded(key: string): Promise<void>;
}
