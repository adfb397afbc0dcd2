import type { Millis } from '@daywatch/shared/vocabulary/time.ts';

export interface CommandLine {
  /** For sh. */
  readonly line: string;
  /** Where it runs; relative to the folder of the plan. */
  readonly folder?: string;
  /** Added to the daemon's own environment, from which what is the daemon's own (`DAYWATCH_…`) is taken out. */
  readonly environment?: Readonly<Record<string, string>>;
  /** After it the command and everything it started is ended. */
  readonly timeout: Millis;
  readonly signal: AbortSignal;
  /** Bytes of standard output that are kept; more is an error, for half an answer is none. */
  readonly sizeLimit?: number;
}

export type CommandAnswer =
  | {
      readonly type: 'exited';
      /** `null` when a signal ended it. */
      readonly code: number | null;
      readonly signal: string | null;
      readonly output: string;
      /** The end of what it wrote to standard error. */
      readonly complaints: string;
      /** Where it ran, for files that it wrote. */
      readonly folder: string;
    }
  /** Not started, or ended by us. */
  | { readonly type: 'failed'; readonly because: string };

export interface FollowedCommand {
  /** For sh. */
  readonly line: string;
  /** Added to the daemon's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it writes to standard output, as it comes. */
  onOutput(piece: Buffer): void;
}

/** A command that goes on until it is ended. */
export type Following =
  | {
      readonly type: 'following';
      /** Why it is over, once it is: `ended with exit code 1 (no such container)`. */
      readonly over: Promise<string>;
      /** Takes no further output until `resume`: the command waits. */
      pause(): void;
      resume(): void;
      /** Ends it and everything that it started. */
      end(): Promise<void>;
    }
  | { readonly type: 'failed'; readonly because: string };

/**
 * Runs command lines. Only those of a plan that stands on the daemon's own disk: what has come over the network is
 * refused, whoever sent it.
 */
export interface Shell {
  run(command: CommandLine): Promise<CommandAnswer>;
  follow(command: FollowedCommand): Following;
}
