import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { FedLine } from './fold-lines.ts';
import type { Level } from './level.ts';

/** What a feed knows of a line beside its text. */
export interface LineFacts {
  /** The file, unit or command that it is from, for people. */
  readonly origin: string;
  /** Written before Daywatch began to look: to learn from, not to count. */
  readonly isHistory: boolean;
  readonly at?: Instant;
  readonly level?: Level;
}

export interface LineSink {
  line(line: FedLine<LineFacts>): void;
  /** What comes next does not continue what was told. */
  end(): void;
}

export type FeedState =
  /** It is too soon to say whether there is nothing, or whether it does not work. */
  | { readonly type: 'starting'; readonly because: string }
  /** `notes`: what could not be read and will not be, in words. */
  | { readonly type: 'read'; readonly lastLineAt: Instant; readonly notes: readonly string[] }
  | { readonly type: 'failed'; readonly because: string };

/** Where the lines of a log come from. */
export interface Feed {
  /** Hands over the whole lines that were written since the last time. Never rejects. */
  read(sink: LineSink): Promise<FeedState>;
  /** Plain JSON from which a later process goes on. */
  position(): unknown;
  close(): Promise<void>;
}
