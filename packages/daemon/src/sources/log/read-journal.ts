import { instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { levelOfPriority } from './level.ts';
import type { PrintedLine } from './process-feed.ts';

const value = z.union([z.string(), z.array(z.number().int().min(0).max(255)), z.null()]);
type Value = z.infer<typeof value>;

/**
 * `journalctl -o json`: every field is a text; one that is not UTF-8 is a list of bytes, one that is too large is null, and
 * one that an entry has several times is a list of these.
 */
const journalLine = z.object({
  MESSAGE: z.union([value.transform((one) => [one]), z.array(value)]).optional(),
  PRIORITY: z.string().optional().catch(undefined),
  __CURSOR: z.string(),
  __REALTIME_TIMESTAMP: z.string().regex(/^\d+$/),
});

/** One entry of the journal. `undefined` for what is none, and for one without a message. */
export function readJournal(printed: string): PrintedLine | undefined {
  const entry = journalLine.safeParse(parsed(printed)).data;
  if (entry?.MESSAGE === undefined) return undefined;
  const { MESSAGE: messages, PRIORITY: priority, __CURSOR: cursor, __REALTIME_TIMESTAMP: micros } = entry;
  const text = messages.map(textOf).join('\n');
  const level = levelOfPriority(priority);
  return { text, cursor, at: instant(Math.floor(Number(micros) / 1_000)), ...(level && { level }) };
}

/** What cannot be shown is still an entry, with its priority. */
function textOf(message: Value): string {
  if (message === null) return '(a message that journalctl does not show)';
  return typeof message === 'string' ? message : Buffer.from(message).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What follows the journal of a unit, from after `cursor`, or with its last lines to learn from. Without --all a message over 4 KB is null. */
export function journalctl(unit: string, cursor: string | undefined): string {
  const from = cursor === undefined ? '--lines=5000' : `--after-cursor=${quoted(cursor)}`;
  return `exec journalctl --output=json --all --follow --no-pager --quiet --unit=${quoted(unit)} ${from}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
