import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type Followed, follow } from '@daywatch/shared/client/follow.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { assessment, createTestApp, tokens } from './app.fixture.ts';
import { queueLimit } from './stream-client.ts';

const headers = { authorization: `Bearer ${tokens.viewer}` };

/** Reads a body piece by piece. */
function reader(response: Response) {
  const body = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return async () => (await body?.read())?.value;
}

describe('the stream, without a socket', () => {
  it('begins with all current states; the last carries the id', async () => {
    const { ask, publish } = createTestApp();
    publish();
    publish({ name: 'staging' });
    const answer = await ask('GET', '/v1/stream');
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const first = (await reader(answer)()) ?? '';
    const [heartbeat, ...events] = first.split('\n\n').slice(0, -1).reverse();
    expect(heartbeat).toBe(':');
    expect(events.map((event) => [/^id: \w+-2\n/.test(event), /"name":"(\w+)"/.exec(event)?.[1]])).toEqual([
      [true, 'staging'],
      [false, 'production'],
    ]);
  });

  it('sends each change, only of the environment that is asked for', async () => {
    const { ask, publish } = createTestApp();
    publish();
    const read = reader(await ask('GET', '/v1/stream?environment=staging'));
    expect(await read()).toBe(':\n\n');
    publish();
    publish({ name: 'staging', service: 'changed' });
    expect(await read()).toContain('"service":"changed"');
  });

  it('spares a reader what its Last-Event-ID says it has', async () => {
    const { ask, publish } = createTestApp();
    publish();
    const id = /id: (\S+)/.exec((await reader(await ask('GET', '/v1/stream'))()) ?? '')?.[1] ?? '';
    const from = async (lastEventId: string) =>
      reader(await ask('GET', '/v1/stream', { headers: { 'last-event-id': lastEventId } }))();
    expect(await from(id)).toBe(':\n\n');
    expect(await from('of-another-life-1')).toContain('"type":"environment"');
    publish();
    expect(await from(id)).toContain('"type":"environment"');
  });

  it('beats every 15 s, and says when it closes', async () => {
    const { ask, clock, stopping, streamClients } = createTestApp();
    const read = reader(await ask('GET', '/v1/stream'));
    await read();
    await clock.advance(seconds(15));
    expect(await read()).toBe(':\n\n');
    stopping.abort();
    expect(await read()).toBe('data: {"type":"closing"}\n\n');
    expect(await read()).toBeUndefined();
    expect(streamClients).toEqual([1, 0]);
  });

  it('forgets who leaves, and drops who does not read', async () => {
    const { ask, publish, streamClients } = createTestApp();
    const leaving = await ask('GET', '/v1/stream');
    const slow = await ask('GET', '/v1/stream');
    await leaving.body?.cancel();
    expect(streamClients).toEqual([1, 2, 1]);
    for (let sent = 0; sent <= queueLimit; sent += 200_000) publish({ output: 'x'.repeat(200_000) });
    publish();
    expect(streamClients.at(-1)).toBe(0);
    await expect(slow.text()).rejects.toThrow('too slow');
  });
});

describe('the stream over a socket', () => {
  const closers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function listening() {
    const test = createTestApp();
    const server = createServer(getRequestListener(test.app.fetch, { overrideGlobalObjects: false }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise<void>((resolve) => server.close(() => resolve()) && server.closeAllConnections()));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { ...test, port: address.port, url: `http://127.0.0.1:${address.port}` };
  }

  it('is followed by the client of the command line and the editor', async () => {
    const { url, publish, clock, stopping } = await listening();
    publish();
    const got: Followed[] = [];
    const ending = new AbortController();
    closers.push(() => ending.abort());
    const following = (async () => {
      for await (const item of follow({ url, token: tokens.viewer, signal: ending.signal })) got.push(item);
    })();
    await expect.poll(() => got.map(({ type }) => type)).toEqual(['connected', 'environment', 'current']);
    publish({ assessment: assessment() });
    await expect.poll(() => got).toHaveLength(4);
    await clock.advance(seconds(15));
    stopping.abort();
    await expect
      .poll(() => got.map(({ type }) => type))
      .toEqual(['connected', 'environment', 'current', 'environment', 'closing', 'disconnected']);
    ending.abort();
    await following;
  });

  it('answers a refusal like any other route', async () => {
    const { url } = await listening();
    const answer = await fetch(`${url}/v1/stream`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    expect((await fetch(`${url}/v1/stream`, { method: 'HEAD', headers })).status).toBe(200);
  });

  it('drops the one who does not read, and keeps the other', async () => {
    const { url, port, publish, streamClients } = await listening();
    const quick = reader(await fetch(`${url}/v1/stream`, { headers }));
    const slow = connect(port, '127.0.0.1');
    closers.push(() => void slow.destroy());
    slow.write(`GET /v1/stream HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${tokens.viewer}\r\n\r\n`);
    slow.pause();
    await expect.poll(() => streamClients).toEqual([1, 2]);
    let seen = 0;
    // Ends with the server at the end of the test.
    const reading = (async () => {
      for (let text = await quick(); text !== undefined; text = await quick()) seen += text.length;
    })().catch(() => undefined);
    closers.unshift(() => reading);
    // The kernel holds some megabytes for a reader before anything waits here.
    for (let turn = 1; turn <= 200 && streamClients.length === 2; turn += 1) {
      publish({ output: 'x'.repeat(500_000) });
      await expect.poll(() => seen, { interval: 1 }).toBeGreaterThan(turn * 500_000);
    }
    expect(streamClients).toEqual([1, 2, 1]);
    const before = seen;
    publish({ service: 'still here' });
    await expect.poll(() => seen).toBeGreaterThan(before);
  });
});
