import { createServer, type Server } from 'node:http';
import { beforeAll } from 'vitest';

/** Listens on a free port of 127.0.0.1 before the tests of the file run. */
export function listening(server: Server): { url(): string; stop(): Promise<void> } {
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve())));
  return {
    url() {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
      return `http://127.0.0.1:${address.port}`;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A server that takes requests and never answers. */
export const silence = (): Server => createServer(() => {});
