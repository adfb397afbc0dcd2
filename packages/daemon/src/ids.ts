import { randomBytes } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Ids } from './ports/ids.ts';

/** Ids and secrets from the system's random source. */
export function systemIds(): Ids {
  const ulid = monotonicFactory();
  return { next: () => ulid(), secret: () => randomBytes(32).toString('base64url') };
}
