import { inSeconds, type Seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Phases } from '../../ports/outbound.ts';

/** Which part of a request's time is meant. */
export const requestPhase = z.enum(['total', 'dns', 'connect', 'tls', 'first-byte']).meta({
  description:
    'Which part of the time: total, first-byte (from the beginning to the first byte of the answer), dns, connect or tls. ' +
    'total when left out.',
});
export type RequestPhase = z.infer<typeof requestPhase>;

const keys = { total: 'total', dns: 'dns', connect: 'connect', tls: 'tls', 'first-byte': 'firstByte' } as const;

/** `undefined` when the request had no such phase. */
export function timeOf(phase: RequestPhase, phases: Phases): Seconds | undefined {
  const span = phases[keys[phase]];
  return span === undefined ? undefined : inSeconds(span);
}
