import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { assessment, createTestApp, watched } from '@daywatch/daemon/src/http/app.fixture.ts';
import { environmentView } from '@daywatch/daemon/src/http/views.ts';
import { createMetrics } from '@daywatch/daemon/src/metrics/record.ts';
import { hours, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';

/**
 * One server of the benchmark, in a process of its own. Tells its port, then answers messages:
 * `publish` sends one event to all readers, `cpu` tells the CPU time used so far in microseconds.
 */

function daywatch() {
  const metrics = createMetrics({ version: '0.0.0', clock: systemClock });
  const test = createTestApp({ clock: systemClock, observer: metrics });
  const now = systemClock.now();
  const at = rfc3339(now);
  const [judgement] = assessment().judgements;
  if (judgement === undefined) throw new Error('the fixture has a judgement');
  const deployment = { ...watched, requestedAt: at, finishedAt: at, watchStartedAt: at };
  const publish = (criteria: number, output: string) =>
    test.publish({
      asOf: now,
      validUntil: plus(now, hours(24)),
      deployment,
      assessment: assessment({
        judgements: Array.from({ length: criteria }, (_, n) => ({ ...judgement, name: `criterion-${n}` })),
      }),
      output,
    });
  return { app: test.app, publish, messageOf: (state: ReturnType<typeof publish>) => environmentView(state, now) };
}

function servers(kind: string): { listener: RequestListener; publish(stamp: string): void } {
  const { app, publish, messageOf } = daywatch();
  switch (kind) {
    case 'daywatch-verdict':
      publish(6, '');
      return { listener: getRequestListener(app.fetch), publish: () => undefined };
    case 'hono-verdict': {
      // The same text from a bare Hono, ready made: no token, no ETag, nothing else.
      const text = JSON.stringify(messageOf(publish(6, '')).verdict);
      const headers = { 'content-type': 'application/json' };
      const bare = new Hono().get('/v1/environments/:environment/verdict', (context) =>
        context.body(text, 200, headers),
      );
      return { listener: getRequestListener(bare.fetch), publish: () => undefined };
    }
    case 'daywatch-stream':
      return { listener: getRequestListener(app.fetch), publish: (stamp) => void publish(1, stamp) };
    case 'node-stream': {
      const readers = new Set<ServerResponse>();
      return {
        listener(_request, response) {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.flushHeaders();
          readers.add(response);
          response.on('close', () => readers.delete(response));
        },
        publish(stamp) {
          const message = { type: 'environment', environment: messageOf(publish(1, stamp)) };
          const event = Buffer.from(`id: 1\ndata: ${JSON.stringify(message)}\n\n`);
          for (const reader of readers) reader.write(event);
        },
      };
    }
    default:
      throw new Error(`there is no server ${kind}`);
  }
}

const { listener, publish } = servers(process.argv[2] ?? '');
const server = createServer(listener).listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', (message) => {
  if (message === 'publish') publish(`@${process.hrtime.bigint()}@`);
  if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  }
});
process.on('disconnect', () => process.exit());
