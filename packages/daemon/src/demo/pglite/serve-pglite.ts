import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { createSessionQueue, type SessionQueue } from './session-queue.ts';
import { splitMessages } from './split-messages.ts';

const endsBatch = /^[QSF]$/; // Query, Sync, FunctionCall: each is answered with ReadyForQuery

/** PGlite in memory, as a Postgres server on a free port of 127.0.0.1. Many connections, one session. */
export async function servePglite(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const database = await PGlite.create();
  const queue = createSessionQueue(
    (batch) => database.execProtocolRaw(batch, { syncToFs: false }),
    () => database.exec('rollback'),
  );
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, queue);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address to read a port from');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
      await database.close();
    },
  };
}

function serveConnection(socket: Socket, queue: SessionQueue): void {
  let rest: Buffer = Buffer.alloc(0);
  let started = false;
  let batch: Buffer[] = [];
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => queue.leave(socket));
  socket.on('data', (data) => {
    const cut = splitMessages(Buffer.concat([rest, data]), started);
    ({ rest, started } = cut);
    for (const message of cut.messages) {
      if (message.type === 'encryption-request') socket.write('N');
      else if (message.type === 'cancel-request' || (message.type === 'message' && message.kind === 'X')) socket.end();
      else {
        batch.push(message.bytes);
        if (message.type === 'message' && !endsBatch.test(message.kind)) continue;
        queue.run(socket, Buffer.concat(batch)).then(
          (answer) => socket.write(answer),
          () => socket.destroy(),
        );
        batch = [];
      }
    }
  });
}

// As a process: says its port, and serves until it is told to stop.
if (import.meta.main) {
  const { port, close } = await servePglite();
  process.once('SIGTERM', () => void close());
  console.log(port);
}
