import type { Actor, Answer } from './commands.ts';
import type { OutboxEntry } from './outbox.ts';

/** What people ask of the announcements of an environment. */
export interface AnnouncementCommands {
  /** Newest first. */
  list(environment: string, limit: number): Promise<Answer<readonly OutboxEntry[]>>;
  /** A trial message to all whom one announcement, or every one, would tell. */
  tryOut(environment: string, announcement: string | undefined, by: Actor): Promise<Answer<readonly OutboxEntry[]>>;
  /** What an announcement told last, once more. */
  sendAgain(environment: string, announcement: string, by: Actor): Promise<Answer<readonly OutboxEntry[]>>;
}

/** How links in messages are signed. */
export interface LinkSigning {
  readonly key: string;
}
