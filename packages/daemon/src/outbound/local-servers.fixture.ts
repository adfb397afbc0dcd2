import type { Server as HttpServer } from 'node:http';
import type { Server as TcpServer } from 'node:net';

/** Servers of one test file, on free ports of this machine. */
export function localServers() {
  const servers: (HttpServer | TcpServer)[] = [];
  return {
    /** Listens, and answers the port. */
    async listen(server: HttpServer | TcpServer, host = '127.0.0.1'): Promise<number> {
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
      return address.port;
    },
    close(): void {
      for (const server of servers.splice(0)) {
        server.close();
        if ('closeAllConnections' in server) server.closeAllConnections();
      }
    },
  };
}
