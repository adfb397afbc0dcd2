import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { webviewFetch } from './webview-fetch.ts';
import type { ToHost, ToPage } from './webview-messages.ts';
import { createRelay } from './webview-relay.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A page and the extension behind it, with a real daemon's place taken by `answer`. */
async function connected(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  let hear: (message: ToPage) => void = () => undefined;
  const relay = createRelay({ daemon: () => ({ url, token: 'secret' }), post: (message) => hear(message) });
  const sent: ToHost[] = [];
  const fetch = webviewFetch(
    (message) => {
      sent.push(message);
      if (message.type === 'ask' || message.type === 'drop') relay.hear(message);
    },
    (listener) => {
      hear = listener;
    },
  );
  return { fetch, relay, sent, server };
}
const address = 'https://daemon.invalid/v1/environments?x=1';

describe('a page in a webview', () => {
  it('asks through the extension, which has the token', async () => {
    const { fetch, sent } = await connected((request, response) => {
      response.end(`${request.method} ${request.url} ${request.headers.authorization}`);
    });
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    expect([answer.status, await answer.text()]).toEqual([200, 'GET /v1/environments?x=1 Bearer secret']);
    expect(JSON.stringify(sent)).not.toContain('secret');
  });

  it('reads a stream as it comes, also where a letter is cut in two', async () => {
    const { fetch } = await connected((_request, response) => {
      const bytes = Buffer.from('größer');
      response.write(bytes.subarray(0, 3));
      setImmediate(() => response.end(bytes.subarray(3)));
    });
    expect(await (await fetch(address, {})).text()).toBe('größer');
  });

  it('hands on refusals as they are', async () => {
    const { fetch } = await connected((_request, response) => response.writeHead(401).end('{}'));
    expect((await fetch(address, {})).status).toBe(401);
  });

  it('says why nobody answers', async () => {
    const { fetch, server } = await connected((_request, response) => response.end());
    await new Promise((resolve) => server.close(resolve));
    await expect(fetch(address, {})).rejects.toThrow(/ECONNREFUSED/);
  });

  it('says why there is nobody to ask', async () => {
    const told: ToPage[] = [];
    const none = () => {
      throw new Error('there is no daemon yet');
    };
    const relay = createRelay({ daemon: none, post: (message) => told.push(message) });
    relay.hear({ type: 'ask', id: 1, path: '/v1/stream' });
    await new Promise(setImmediate);
    expect(told).toEqual([{ type: 'failed', id: 1, because: 'there is no daemon yet' }]);
  });

  it('may not ask for anything but the API', async () => {
    const { fetch } = await connected((_request, response) => response.end());
    await expect(fetch('https://daemon.invalid/metrics', {})).rejects.toThrow('/metrics is not a route of the API');
  });

  it.each(['/v1/../metrics', '/v1/%2e%2e/mcp', '//elsewhere.example.com/metrics'])(
    'does not get out of the API by %s',
    async (path) => {
      const told: ToPage[] = [];
      const fetch = () => Promise.reject(new Error('it was asked'));
      const daemon = () => ({ url: 'http://127.0.0.1:1', token: 'secret' });
      createRelay({ daemon, fetch, post: (message) => told.push(message) }).hear({ type: 'ask', id: 1, path });
      await new Promise(setImmediate);
      expect(told).toEqual([{ type: 'failed', id: 1, because: `${path} is not a route of the API` }]);
    },
  );

  it('lets go of what it does not want any more, and so does the daemon', async () => {
    let gone: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const { fetch } = await connected((_request, response) => {
      response.on('close', gone);
      response.write('first');
    });
    const ending = new AbortController();
    const answer = await fetch(address, { signal: ending.signal });
    ending.abort(new Error('enough'));
    await expect(answer.text()).rejects.toThrow('enough');
    await closed;
  });

  it('has asked for nothing when it is closed at once', async () => {
    const { fetch, sent } = await connected((_request, response) => response.end());
    await expect(fetch(address, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(sent.map(({ type }) => type)).toEqual(['drop']);
  });

  it('is dropped with all that it has asked when the extension closes it', async () => {
    let gone: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const { fetch, relay } = await connected((_request, response) => {
      response.on('close', gone);
      response.write('first');
    });
    await fetch(address, {});
    relay.close();
    await closed;
  });
});
