import { type RecordedEvent, recordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { genesis, hashOf } from './chain.ts';

export type RecordCheck =
  | {
      readonly intact: true;
      readonly events: number;
      readonly deployment: string;
      readonly lastHash: string;
      /** Whether its end was compared with a hash that was known from elsewhere, and how many events came since. */
      readonly end: { readonly state: 'not-compared' } | { readonly state: 'whole'; readonly since: number };
    }
  /** `line` counts from 1. */
  | { readonly intact: false; readonly line: number; readonly because: string };

/**
 * Checks a record of JSON lines: that no event was changed, removed, reordered or added in between. A record whose last
 * events are cut off is a whole one of an earlier time: only a hash that was noted later, `last`, can tell.
 */
export function verifyRecord(text: string, last?: string): RecordCheck {
  let previous = genesis;
  let sequence = 0;
  let deployment: string | undefined;
  let foundAt: number | undefined;
  let lineOfEnd = 1;
  // An editor may have saved it with a byte order mark, as it may have written CRLF.
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const broken = (because: string): RecordCheck => ({ intact: false, line: index + 1, because });
    const read = readLine(line);
    if (typeof read === 'string') return broken(read);
    const { event, written } = read;
    if (event.sequence !== sequence + 1) {
      return broken(`event ${sequence + 1} was expected, this is event ${event.sequence}`);
    }
    if (deployment !== undefined && event.deployment !== deployment) {
      return broken(`the record is of ${deployment}, this event is of ${event.deployment}`);
    }
    if (event.previous !== previous) return broken('it is not bound to the event before it');
    // What was written is hashed, not what the schema kept of it: an added key is a change too.
    const { hash, ...unsigned } = written;
    if (hashOf(unsigned as typeof event) !== hash) return broken('its hash does not fit its content');
    previous = event.hash;
    sequence = event.sequence;
    deployment = event.deployment;
    lineOfEnd = index + 1;
    if (event.hash === last) foundAt = sequence;
  }
  if (deployment === undefined) return { intact: false, line: 1, because: 'there is no event in it' };
  if (last !== undefined && foundAt === undefined) {
    const because = `no event has the hash ${last}: the events up to it are missing at the end, or all of them from some place on were written anew`;
    return { intact: false, line: lineOfEnd, because };
  }
  const end =
    foundAt === undefined ? { state: 'not-compared' as const } : { state: 'whole' as const, since: sequence - foundAt };
  return { intact: true, events: sequence, deployment, lastHash: previous, end };
}

function readLine(line: string): { event: RecordedEvent; written: Record<string, unknown> } | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'it is not JSON';
  }
  // Of two equal keys the last is read and hashed: a person may believe the first.
  if (keysIn(value) !== keysWritten(line)) return 'a key is written twice in it';
  const read = recordedEvent.safeParse(value);
  if (read.success) return { event: read.data, written: value as Record<string, unknown> };
  return `it is not an event of a record: ${read.error.issues[0]?.message ?? 'unknown shape'}`;
}

/** Strings that a colon follows. */
const keysWritten = (json: string): number =>
  [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value).reduce((count: number, one) => count + keysIn(one), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}
