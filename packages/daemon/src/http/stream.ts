import { heartbeatSeconds, type StreamMessage } from '@daywatch/shared/api/stream.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState } from '../feed.ts';
import type { Handlers } from './handler.ts';
import type { HttpParts } from './parts.ts';
import type { createRenderer } from './rendered.ts';
import { openAsBody, openOnSocket, type StreamClient } from './stream-client.ts';

interface Reader extends StreamClient {
  /** Only this environment; all when left out. */
  readonly environment: string | undefined;
}

const heartbeat = Buffer.from(':\n\n');
const closing = Buffer.from(`data: ${JSON.stringify({ type: 'closing' } satisfies StreamMessage)}\n\n`);

/**
 * The live stream: each state is encoded once and the same buffer goes to everybody. A new reader gets all current
 * states, unless its Last-Event-ID says that it has them.
 */
export function liveStream(
  { feed, clock, stopping, observer }: Pick<HttpParts, 'feed' | 'clock' | 'stopping' | 'observer'>,
  render: ReturnType<typeof createRenderer>,
  boot: string,
): Pick<Handlers, 'stream'> {
  const readers = new Set<Reader>();
  let published = 0;
  const id = () => `${boot}-${published}`;

  function encoded(state: EnvironmentState, withId: boolean): Buffer {
    const message: StreamMessage = { type: 'environment', environment: render(state, clock.now()).view };
    return Buffer.from(`${withId ? `id: ${id()}\n` : ''}data: ${JSON.stringify(message)}\n\n`);
  }
  function leave(reader: Reader): void {
    if (readers.delete(reader)) observer.streamClients(readers.size);
  }
  function send(bytes: Buffer, environment?: string): void {
    for (const reader of readers) {
      if (environment !== undefined && reader.environment !== undefined && reader.environment !== environment) continue;
      if (!reader.send(bytes)) leave(reader);
    }
  }

  const unfollow = feed.follow((state) => {
    published += 1;
    if (readers.size > 0) send(encoded(state, true), state.name);
  });
  const beat = async () => {
    while (!stopping.aborted) {
      await clock.sleep(seconds(heartbeatSeconds), stopping);
      if (!stopping.aborted) send(heartbeat);
    }
  };
  void beat();
  stopping.addEventListener('abort', () => {
    unfollow();
    for (const reader of readers) reader.end(closing);
    readers.clear();
    observer.streamClients(0);
  });

  return {
    stream({ query: { environment }, context }) {
      const onGone = () => leave(reader);
      // What a HEAD is answered is Hono's to send: it has no body.
      const outgoing = context.req.method === 'HEAD' ? undefined : context.env?.outgoing;
      const { client, response } = outgoing === undefined ? openAsBody(onGone) : openOnSocket(outgoing, onGone);
      const reader: Reader = { environment, ...client };
      if (stopping.aborted || context.req.method === 'HEAD') {
        reader.end(closing);
        return response;
      }
      readers.add(reader);
      observer.streamClients(readers.size);
      const states = feed.all().filter(({ name }) => environment === undefined || name === environment);
      const knowsAll = context.req.header('last-event-id') === id();
      // The id stands with the last: a reader cut off in between has not got them all.
      const last = states.length - 1;
      const first = knowsAll ? [] : states.map((state, index) => encoded(state, index === last));
      // Behind the states, so that the reader knows that these are all.
      reader.send(Buffer.concat([...first, heartbeat]));
      return response;
    },
  };
}
