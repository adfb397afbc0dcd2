import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  between,
  formatDuration,
  type Instant,
  type Millis,
  millis,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Occasion } from '../../ports/source.ts';
import type { Entry } from './entry.ts';
import type { Signatures } from './signatures.ts';

/** Where an event was seen. */
export interface Seen {
  /** When it was written, as far as it says, else when it was read. */
  readonly at: Instant;
  readonly origin: string;
  /** Written before Daywatch began to look. */
  readonly isHistory: boolean;
  /** Of a line that is bad enough to have one. */
  readonly signature?: number;
}

/** How it stands with the log when a question is answered. */
export interface Standing {
  readonly now: Instant;
  /** When the newest line came. */
  readonly lastLineAt: Instant;
  readonly quiet: Millis;
  /** Lines since the log was opened, and how many of them said their level. */
  readonly lines: number;
  readonly levelled: number;
  readonly signatures: Signatures;
  readonly occasion: Occasion;
  /** Lines since the last answer were lost before they could be read. */
  readonly hasLost: boolean;
}

/** What one question counts from one reading to the next. */
export interface Tally {
  note(entry: Entry, seen: Seen): void;
  /** The reading, and begins again. */
  take(standing: Standing): Reading;
  /** Plain JSON of what was counted and not yet taken. */
  save(): unknown;
  /** Goes on from what an earlier process saved. Anything else is not taken. */
  restore(saved: unknown): void;
}

/** A log without a new line for long tells nothing, and not that all is well. */
export function silence({ now, lastLineAt, quiet }: Standing): Reading | undefined {
  const span = between(lastLineAt, now);
  if (span <= quiet) return undefined;
  const because = `no line since ${timeOfDay(lastLineAt, now)}, for ${formatDuration(millis(span))}; after ${formatDuration(quiet)} a log counts as silent`;
  return { type: 'absent', because };
}

/** Where no line says its level, none would ever be an error. */
export function levelless({ lines, levelled }: Standing): Reading | undefined {
  if (lines === 0 || levelled > 0) return undefined;
  const of = lines === 1 ? 'the one line so far does not say its' : `none of ${lines} lines so far says its`;
  return {
    type: 'error',
    because: `${of} level; check format (and level or pattern), or ask with match instead of a level`,
  };
}

/** `22:05 UTC`; with its day when that is not today. */
export function timeOfDay(at: Instant, now: Instant): string {
  const text = rfc3339(at);
  const time = `${text.slice(11, 16)} UTC`;
  return text.slice(0, 10) === rfc3339(now).slice(0, 10) ? time : `${text.slice(0, 10)} ${time}`;
}
