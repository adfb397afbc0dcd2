import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { MeasuredConnect } from './measured-connect.ts';
import { maxHeaderSize } from './pools.ts';

/** What an exchange needs of whoever sends for it. */
export type Sender = Pick<Dispatcher, 'dispatch'>;

/**
 * Sends one request over a connection made for it. Node's own client: undici's prepares for requests to come, which
 * takes twice the time of a core, and probes are most of what the daemon does.
 */
export function ownConnection(url: URL, measured: MeasuredConnect): Sender {
  const { hostname, protocol, port, host } = url;
  return {
    dispatch({ method, path, headers, body }, handler) {
      const given = { host, ...(headers as Record<string, string>) };
      const sent: ClientRequest = httpRequest({
        method,
        path,
        // Node leaves the length out where a method has no body as a rule.
        headers: typeof body === 'string' ? { ...given, 'content-length': Buffer.byteLength(body) } : given,
        maxHeaderSize,
        createConnection(_: RequestOptions, connected: Parameters<MeasuredConnect['connect']>[1]) {
          measured.connect({ hostname, protocol, port }, connected);
          return undefined;
        },
      } as RequestOptions);
      const controller: Dispatcher.DispatchController = {
        aborted: false,
        paused: false,
        reason: null,
        abort: (reason) => void sent.destroy(reason),
        pause() {},
        resume() {},
      };
      let answer: IncomingMessage | undefined;
      const failed = (error: Error) => {
        // More than was announced came after the whole answer.
        if (answer?.complete !== true) handler.onResponseError?.(controller, error);
      };
      sent.on('error', failed);
      sent.on('response', (incoming) => {
        answer = incoming;
        incoming.on('error', failed);
        handler.onResponseStart?.(controller, incoming.statusCode ?? 0, incoming.headers, incoming.statusMessage);
        incoming.on('data', (chunk) => handler.onResponseData?.(controller, chunk));
        incoming.on('end', () => handler.onResponseEnd?.(controller, {}));
      });
      handler.onRequestStart?.(controller, {});
      if (body instanceof Readable) {
        // Not before the connection stands: who waits for its last byte wants to know that much.
        sent.once('socket', () => body.pipe(sent));
        body.once('error', (error) => sent.destroy(error));
        sent.once('close', () => body.destroy());
      } else sent.end(body);
      return true;
    },
  };
}
