import { type RecordedEvent, recordedEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import { genesis, hashOf } from './chain.ts';

export type RecordCheck =
  | { readonly intact: true; readonly events: number; readonly deployment: string; readonly lastHash: string }
  /** `line` counts from 1. */
  | { readonly intact: false; readonly line: number; readonly because: string };

/** Checks a record of JSON lines: that no event was changed, removed, reordered or added in between. */
export function verifyRecord(text: string): RecordCheck {
  let previous = genesis;
  let sequence = 0;
  let deployment: string | undefined;
  const lines = text.split('\n');
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
    previous = hash;
    sequence = event.sequence;
    deployment = event.deployment;
  }
  if (deployment === undefined) return { intact: false, line: 1, because: 'there is no event in it' };
  return { intact: true, events: sequence, deployment, lastHash: previous };
}

function readLine(line: string): { event: RecordedEvent; written: Record<string, unknown> } | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'it is not JSON';
  }
  const read = recordedEvent.safeParse(value);
  if (read.success) return { event: read.data, written: value as Record<string, unknown> };
  return `it is not an event of a record: ${read.error.issues[0]?.message ?? 'unknown shape'}`;
}
