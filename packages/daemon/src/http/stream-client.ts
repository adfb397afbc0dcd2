import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { secureHeaders } from './headers.ts';

/** Bytes that may wait for one reader. Who is slower is dropped: it comes back and gets whole states anyway. */
export const queueLimit = 1_048_576;

const streamHeaders = {
  ...secureHeaders,
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  // nginx would hold events back.
  'x-accel-buffering': 'no',
};

/** One reader of the stream, whatever carries it. */
export interface StreamClient {
  /** False when the reader was too slow and has been dropped. */
  send(bytes: Uint8Array): boolean;
  end(last: Uint8Array): void;
}

export interface Opened {
  readonly client: StreamClient;
  readonly response: Response;
}

/** Writes to Node's own response: one buffer for all readers, no stream objects in between. */
export function openOnSocket(outgoing: ServerResponse, onGone: () => void): Opened {
  outgoing.writeHead(200, streamHeaders);
  outgoing.flushHeaders();
  outgoing.on('close', onGone);
  // A write that meets a connection just gone is reported here; without a listener it would end the process.
  outgoing.on('error', onGone);
  const client: StreamClient = {
    send(bytes) {
      if (outgoing.writableLength > queueLimit) {
        outgoing.destroy();
        return false;
      }
      outgoing.write(bytes);
      return true;
    },
    end: (last) => outgoing.end(last),
  };
  return { client, response: RESPONSE_ALREADY_SENT };
}

/** For `app.request` and servers without Node's response. */
export function openAsBody(onGone: () => void): Opened {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made;
      },
      cancel: onGone,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: queueLimit }),
  );
  const client: StreamClient = {
    send(bytes) {
      if ((controller?.desiredSize ?? 0) <= 0) {
        controller?.error(new Error('the reader is too slow'));
        return false;
      }
      controller?.enqueue(bytes);
      return true;
    },
    end(last) {
      controller?.enqueue(last);
      controller?.close();
    },
  };
  return { client, response: new Response(body, { headers: streamHeaders }) };
}
