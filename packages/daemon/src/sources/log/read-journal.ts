import { instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { levelOfPriority } from './level.ts';
import type { PrintedLine } from './process-feed.ts';

/** `journalctl -o json`: every field is a text; one that is not UTF-8 is a list of bytes, one that is too large is null. */
const journalLine = z.object({
  MESSAGE: z.union([z.string(), z.array(z.number().int().min(0).max(255)), z.null()]).optional(),
  PRIORITY: z.string().optional(),
  __CURSOR: z.string(),
  __REALTIME_TIMESTAMP: z.string().regex(/^\d+$/),
  SYSLOG_IDENTIFIER: z.string().optional(),
});

/** One entry of the journal. `undefined` for what is none, and for one without a message. */
export function readJournal(printed: string): PrintedLine | undefined {
  const entry = journalLine.safeParse(parsed(printed)).data;
  if (entry?.MESSAGE === undefined || entry.MESSAGE === null) return undefined;
  const { MESSAGE: message, PRIORITY: priority, __CURSOR: cursor, __REALTIME_TIMESTAMP: micros } = entry;
  const text = typeof message === 'string' ? message : Buffer.from(message).toString('utf8');
  const level = levelOfPriority(priority);
  return { text, cursor, at: instant(Math.floor(Number(micros) / 1_000)), ...(level && { level }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What follows the journal of a unit, from after `cursor`, or with its last lines to learn from. */
export function journalctl(unit: string, cursor: string | undefined): string {
  const from = cursor === undefined ? '--lines=5000' : `--after-cursor=${quoted(cursor)}`;
  return `exec journalctl --output=json --follow --no-pager --quiet --unit=${quoted(unit)} ${from}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
