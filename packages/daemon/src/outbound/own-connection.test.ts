import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { localServers } from './local-servers.fixture.ts';
import { measuredConnect } from './measured-connect.ts';
import { ownConnection } from './own-connection.ts';

const servers = localServers();
afterEach(() => servers.close());

type Sent = Partial<Pick<Dispatcher.DispatchOptions, 'method' | 'path' | 'headers' | 'body'>>;
interface Told {
  status: number;
  body: string;
  informed: number[];
  ended: 'whole' | Error;
}

/** Sends one request, and tells what its handler was told. */
function send(
  port: number,
  sent: Sent = {},
  onData?: (controller: Dispatcher.DispatchController) => void,
): Promise<Told> {
  const url = new URL(`http://127.0.0.1:${port}`);
  const measured = measuredConnect({ elapsed: () => millis(systemClock.elapsed()), tls: {} });
  return new Promise<Told>((resolve) => {
    const told: Told = { status: 0, body: '', informed: [], ended: 'whole' };
    let controller: Dispatcher.DispatchController | undefined;
    ownConnection(url, measured).dispatch(
      { origin: url.origin, path: '/', method: 'GET', ...sent },
      {
        onRequestStart: (started) => {
          controller = started;
        },
        onResponseStart: (_, status) => {
          told.informed.push(status);
          told.status = status;
        },
        onResponseData: (_, chunk) => {
          told.body += chunk.toString();
          if (controller !== undefined) onData?.(controller);
        },
        onResponseEnd: () => resolve(told),
        onResponseError: (_, ended) => resolve({ ...told, ended }),
      },
    );
  }).finally(() => measured.destroy());
}

/** A server that says exactly this, and perhaps hangs up. */
async function saying(text: string, hangUp = false): Promise<number> {
  return servers.listen(
    createTcpServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.once('data', () => (hangUp ? socket.end(text) : socket.write(text)));
    }),
  );
}

describe('a request over a connection of its own', () => {
  it('is sent as it was asked for, with the length of its body', async () => {
    const seen: {
      method?: string | undefined;
      url?: string | undefined;
      headers?: IncomingMessage['headers'];
      body: string;
    }[] = [];
    const port = await servers.listen(
      createServer(async (incoming, answer) => {
        let body = '';
        for await (const chunk of incoming) body += String(chunk);
        seen.push({ method: incoming.method, url: incoming.url, headers: incoming.headers, body });
        answer.end('taken');
      }),
    );
    const body = '{"name":"Zoë"}';
    const told = await send(port, { method: 'DELETE', path: '/orders?x=1', headers: { 'x-a': 'b' }, body });
    expect(told).toEqual({ status: 200, body: 'taken', informed: [200], ended: 'whole' });
    expect(seen).toMatchObject([
      {
        method: 'DELETE',
        url: '/orders?x=1',
        body,
        headers: { 'x-a': 'b', host: `127.0.0.1:${port}`, 'content-length': '15' },
      },
    ]);
  });

  it('may name another host than the one it goes to', async () => {
    const port = await servers.listen(createServer((incoming, answer) => answer.end(incoming.headers.host)));
    expect(await send(port, { headers: { host: 'shop.example' } })).toMatchObject({ body: 'shop.example' });
  });

  it.each<[string, string, boolean, Partial<Told>]>([
    [
      'a body that ends with the connection',
      'HTTP/1.1 200 OK\r\n\r\nall of it',
      true,
      { body: 'all of it', ended: 'whole' },
    ],
    [
      'pieces, with a notice before them',
      'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
      false,
      { status: 200, body: 'abcde', ended: 'whole' },
    ],
    ['no body at all', 'HTTP/1.1 204 No Content\r\n\r\n', false, { status: 204, body: '', ended: 'whole' }],
    [
      'more than was announced',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokSURPLUS',
      false,
      { status: 200, body: 'ok', ended: 'whole' },
    ],
  ])('understands %s', async (_what, text, hangUp, told) => {
    expect(await send(await saying(text, hangUp))).toMatchObject(told);
  });

  it.each<[string, string, boolean, RegExp]>([
    ['less than was announced', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok', true, /aborted|reset|hang up/i],
    ['half of a piece', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nab', true, /aborted|reset|hang up/i],
    ['nothing', '', true, /hang up|reset/i],
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', false, /Parse Error/],
    ['headers without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`, false, /Header overflow/],
  ])('tells the failure when %s comes', async (_what, text, hangUp, words) => {
    const { ended } = await send(await saying(text, hangUp));
    expect(ended).toBeInstanceOf(Error);
    expect(String(ended)).toMatch(words);
  });

  it('ends when it is given up, and with the reason', async () => {
    let closed = false;
    const port = await servers.listen(
      createServer((incoming, answer) => {
        incoming.socket.once('close', () => {
          closed = true;
        });
        answer.write('a first piece');
      }),
    );
    const { body, ended } = await send(port, {}, (controller) => controller.abort(new Error('enough')));
    expect(body).toBe('a first piece');
    expect(String(ended)).toMatch(/enough|aborted/);
    await expect.poll(() => closed).toBe(true);
  });

  it('tells that nobody listens', async () => {
    const port = await servers.listen(createServer());
    servers.close();
    expect(await send(port)).toMatchObject({ ended: { code: 'ECONNREFUSED' } });
  });
});
