import { createHash } from 'node:crypto';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { canonicalJson } from './canonical.ts';

/** The hash that stands before the first event. */
export const genesis = '0'.repeat(64);

/** Where a record stands: its last sequence number and hash. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { sequence: 0, hash: genesis };

/** SHA-256 (hex) of the event's canonical JSON, which holds the previous hash. */
export const hashOf = (event: Omit<RecordedEvent, 'hash'>): string =>
  createHash('sha256').update(canonicalJson(event)).digest('hex');

/** Puts events behind the head of a record, each bound to the one before. */
export function chain(
  head: ChainHead,
  events: readonly DeploymentEvent[],
  facts: { readonly deployment: string; readonly at: Instant; readonly actor: string },
): RecordedEvent[] {
  let { sequence, hash } = head;
  return events.map((event) => {
    sequence += 1;
    const { deployment, actor } = wellFormed(facts);
    const unsigned = { deployment, sequence, at: rfc3339(facts.at), actor, event: wellFormed(event), previous: hash };
    hash = hashOf(unsigned);
    return { ...unsigned, hash };
  });
}

/**
 * Halves of surrogate pairs have no canonical form. They come about where a text is cut in the middle of an emoji, as
 * the tail of a step's output is; in the record U+FFFD stands for them.
 */
function wellFormed<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  // JSON writes them, and nothing else above U+001F, as escapes.
  if (!text.includes('\\ud')) return value;
  return JSON.parse(text, (_, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part));
}
