import { type Instant, instant } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { exampleOf } from '../../web/redact.ts';
import { commonShare } from './common-share.ts';
import { Drain, usualDrain } from './drain.ts';
import { tokensOf } from './drain-mask.ts';
import type { Entry } from './entry.ts';

const signature = z.strictObject({
  id: z.number(),
  tokens: z.array(z.string()),
  firstSeen: z.number(),
  met: z.number(),
  type: z.string().exactOptional(),
  place: z.string().exactOptional(),
  example: z.string(),
});
export const savedSignatures = z.strictObject({
  learnedSince: z.number().nullable(),
  signatures: z.array(signature),
});
export type SavedSignatures = z.infer<typeof savedSignatures>;

/** One kind of error line, as often as it comes. */
export interface Signature {
  readonly id: number;
  readonly firstSeen: Instant;
  /** Lines seen of it so far. */
  readonly lines: number;
  /** A line of it, masked. */
  readonly example: string;
}

interface Known {
  firstSeen: number;
  readonly type: string | undefined;
  readonly place: string | undefined;
  readonly example: string;
}

/** The kinds of error lines that a log has had, by the template of what they say. */
export class Signatures {
  private readonly drain: Drain;
  private readonly known = new Map<number, Known>();
  private learnedSince: number | null = null;
  /** Since the last `save`: something that a later process must know. */
  private isChanged = false;

  constructor(saved?: SavedSignatures) {
    this.drain = new Drain(usualDrain, saved?.signatures);
    for (const { id, firstSeen, type, place, example } of saved?.signatures ?? [])
      this.known.set(id, { firstSeen, type, place, example });
    this.learnedSince = saved?.learnedSince ?? null;
  }

  /** A line of that time was seen, of whatever level: an error that did not show then was not there. */
  lookedAt(at: Instant): void {
    if (this.learnedSince !== null && this.learnedSince <= at) return;
    this.learnedSince = at;
    this.isChanged = true;
  }

  /** An error line; answers the id of its signature. */
  note(entry: Entry, at: Instant): number {
    const { template, isNew, forgotten } = this.drain.add(tokensOf(identityOf(entry)));
    if (forgotten !== undefined) this.known.delete(forgotten);
    const known = this.known.get(template.id);
    if (known === undefined || isNew) {
      const { type, place } = entry.fault ?? {};
      this.known.set(template.id, { firstSeen: at, type, place, example: exampleOf(shownOf(entry)) });
      this.isChanged = true;
    } else if (at < known.firstSeen) {
      known.firstSeen = at;
      this.isChanged = true;
    }
    return template.id;
  }

  /** When the oldest line was written that was looked at. `undefined` before any was. */
  since(): Instant | undefined {
    return this.learnedSince === null ? undefined : instant(this.learnedSince);
  }

  /**
   * Signatures first seen at `since` or later, as faults: what one fault writes in several ways counts once. It was
   * raised at the same place with the same type, or says nearly the same in more or fewer words.
   */
  faultsSince(since: Instant): readonly (readonly Signature[])[] {
    const faults: { readonly tokens: readonly string[]; readonly of: Known; readonly members: Signature[] }[] = [];
    const templates = new Map(this.drain.templates().map((template) => [template.id, template]));
    const fresh = [...this.known].filter(([, { firstSeen }]) => firstSeen >= since);
    for (const [id, of] of fresh.sort(([, one], [, other]) => one.firstSeen - other.firstSeen)) {
      const { tokens = [], met = 0 } = templates.get(id) ?? {};
      const member = { id, firstSeen: instant(of.firstSeen), lines: met, example: of.example };
      const fault = faults.find((one) => isSameFault({ tokens, of }, one));
      if (fault === undefined) faults.push({ tokens, of, members: [member] });
      else fault.members.push(member);
    }
    return faults.map(({ members }) => members);
  }

  /** For a later process. `undefined` when nothing has changed that it would miss. */
  save(): SavedSignatures | undefined {
    if (!this.isChanged) return undefined;
    this.isChanged = false;
    return {
      learnedSince: this.learnedSince,
      signatures: this.drain.templates().flatMap(({ id, tokens, met }) => {
        const known = this.known.get(id);
        if (known === undefined) return [];
        const { type, place, ...kept } = known;
        return [
          {
            id,
            tokens: [...tokens],
            met,
            ...kept,
            ...(type !== undefined && { type }),
            ...(place !== undefined && { place }),
          },
        ];
      }),
    };
  }
}

/**
 * What makes two lines the same kind: the error, whoever reports it. The words around it ("GET /orders/7 failed") tell
 * only where there is no error, or where it says nothing.
 */
function identityOf({ message, fault, text }: Entry): string {
  if (fault === undefined) return message === '' ? text : message;
  return fault.message === '' ? `${fault.type}: ${message}` : `${fault.type}: ${fault.message}`;
}

function shownOf({ message, fault, text }: Entry): string {
  if (fault === undefined) return message === '' ? text : message;
  const error = fault.message === '' ? fault.type : `${fault.type}: ${fault.message}`;
  const place = fault.place === undefined ? '' : ` at ${fault.place}`;
  return message === '' || message.includes(error) ? `${error}${place}` : `${message}: ${error}${place}`;
}

const sameInWords = 0.7;

function isSameFault(
  one: { readonly tokens: readonly string[]; readonly of: Known },
  other: { readonly tokens: readonly string[]; readonly of: Known },
): boolean {
  const { type, place } = one.of;
  if (place !== undefined && place === other.of.place && type === other.of.type) return true;
  return type === other.of.type && commonShare(one.tokens, other.tokens) >= sameInWords;
}
