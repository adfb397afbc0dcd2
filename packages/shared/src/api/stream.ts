import * as z from 'zod';
import { environmentView } from './views.ts';

/** What `GET /v1/stream` sends. Always whole states: a reader that missed messages is right again after the next one. */
export const streamMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('environment'), environment: environmentView }),
  /** The daemon is about to stop; readers should reconnect, not alarm. */
  z.object({ type: z.literal('closing') }),
]);
export type StreamMessage = z.infer<typeof streamMessage>;

/** A comment line is sent behind the current states and then this often, so that a dead connection is noticed. */
export const heartbeatSeconds = 15;
