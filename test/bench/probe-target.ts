import { createServer } from 'node:http';

/**
 * What is probed, in a process of its own: a small JSON page under every path. Tells its port, then answers the message
 * `arrivals` with when each path was asked for since the last such message, in milliseconds since 1970.
 */

const page = Buffer.from(
  JSON.stringify({
    status: 'ok',
    version: '1.4.2',
    checks: Array.from({ length: 8 }, (_, index) => ({ name: `dependency-${index}`, healthy: true, took: 3.25 })),
  }),
);
const headers = { 'content-type': 'application/json', 'content-length': page.length };

let arrivals: Record<string, number[]> = {};
const server = createServer((request, response) => {
  const path = request.url ?? '';
  let times = arrivals[path];
  if (times === undefined) {
    times = [];
    arrivals[path] = times;
  }
  times.push(performance.timeOrigin + performance.now());
  response.writeHead(200, headers).end(page);
});
server.keepAliveTimeout = 65_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', (message) => {
  if (message !== 'arrivals') return;
  process.send?.({ arrivals });
  arrivals = {};
});
process.on('disconnect', () => process.exit());
