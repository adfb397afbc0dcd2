import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createTestApp, quiet, tokens } from './app.fixture.ts';
import { listen } from './listen.ts';

async function served() {
  const { app, publish, stopping } = createTestApp();
  publish();
  const options = { host: '127.0.0.1', port: 0, portMayMove: false, clock: systemClock, log: quiet };
  const server = await listen(app, options);
  const ask = (path: string, method = 'GET') =>
    fetch(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${tokens.viewer}` } });
  return { server, ask, stopping, port: Number(new URL(server.url).port) };
}

describe('a server that stops', () => {
  it('still answers who waits for a change', async () => {
    const { server, ask, stopping } = await served();
    const waiting = ask('/v1/environments/production/verdict?wait=30s');
    await ask('/healthz');
    stopping.abort();
    await server.close();
    expect((await waiting).status).toBe(200);
  });

  it('does not wait for a body that never comes', async () => {
    const { server, ask, port } = await served();
    const slow = connect(port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write(
      `POST /v1/environments/production/deployments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${tokens.developer}\r\nContent-Length: 99\r\n\r\n{`,
    );
    await ask('/healthz');
    const gone = once(slow, 'close');
    await server.close();
    await gone;
  });
});

it('answers a HEAD for the stream without opening one', async () => {
  const { server, ask } = await served();
  const answer = await ask('/v1/stream', 'HEAD');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  await server.close();
});
