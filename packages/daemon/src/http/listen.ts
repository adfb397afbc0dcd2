import type { AddressInfo } from 'node:net';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Environment } from './handler.ts';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Where the port is taken, any free one will do. */
  readonly portMayMove: boolean;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Logger;
}

/** What is being answered when the daemon stops has so long to arrive. */
const lastWords = millis(500);

/** Puts the app on a socket. Rejects with one clear sentence when the address is taken or not allowed. */
export async function listen(app: Hono<Environment>, options: ListenOptions): Promise<Listening> {
  const { host, port, portMayMove, clock, log } = options;
  const server = createAdaptorServer({ fetch: app.fetch });
  const bind = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await bind(port).catch((cause: NodeJS.ErrnoException) => {
      if (!portMayMove || cause.code !== 'EADDRINUSE') throw cause;
      log.info({ port }, 'the usual port is taken: taking another');
      return bind(0);
    });
  } catch (cause) {
    throw new Error(sentenceFor(cause as NodeJS.ErrnoException, host, port), { cause });
  }
  server.on('error', (cause) => log.error({ err: cause }, 'a fault of the server'));
  const { address, family, port: taken } = server.address() as AddressInfo;
  const name = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `http://${name}:${taken}`,
    async close() {
      const closed = new AbortController();
      const closing = new Promise<void>((resolve) => server.close(() => resolve())).then(() => closed.abort());
      await clock.sleep(lastWords, closed.signal);
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closing;
    },
  };
}

function sentenceFor({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken by another program. Choose another with --port, or 0 for any.`;
  if (code === 'EACCES') return `This user may not listen on port ${port} of ${host}.`;
  if (code === 'EADDRNOTAVAIL') return `${host} is not an address of this machine.`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}
