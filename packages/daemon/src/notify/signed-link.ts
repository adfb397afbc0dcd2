import { createHmac, timingSafeEqual } from 'node:crypto';
import { days, hours, type Instant, instant, type Millis, plus } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';

export const decisionLinksHold: Millis = hours(48);
export const reportLinksHold: Millis = days(90);

/** What a link allows, and to whom it was given. Times are milliseconds since 1970. */
const grant = z.discriminatedUnion('may', [
  z.object({
    may: z.literal('decide'),
    deployment: z.string(),
    decision: z.enum(['go', 'no-go', 'extend', 'roll-back']),
    to: z.string(),
    /** When the question came up: once it is answered, the link is used up. */
    asked: z.number(),
    until: z.number(),
  }),
  z.object({ may: z.literal('read-report'), deployment: z.string(), until: z.number() }),
]);
export type Grant = z.infer<typeof grant>;

const mac = (text: string, key: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A grant as a part of an address. Who has it may do what it says, and nothing else; nobody can change what it says. */
export function signGrant(what: Grant, key: string): string {
  const text = Buffer.from(JSON.stringify(what)).toString('base64url');
  return `${text}.${mac(text, key).toString('base64url')}`;
}

export type ReadGrant = { readonly grant: Grant } | { readonly fault: 'not-ours' | 'expired' };

export function readGrant(token: string, key: string, now: Instant): ReadGrant {
  const [text = '', signature = '', more] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = mac(text, key);
  if (more !== undefined || given.length !== right.length || !timingSafeEqual(given, right))
    return { fault: 'not-ours' };
  const read = grant.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  if (!read.success) return { fault: 'not-ours' };
  return now > read.data.until ? { fault: 'expired' } : { grant: read.data };
}

export const holdsUntil = (from: Instant, span: Millis): Instant => instant(plus(from, span));
