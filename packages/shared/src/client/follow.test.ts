import { describe, expect, it } from 'vitest';
import { type Millis, seconds } from '../vocabulary/time.ts';
import type { Fetch } from './client.ts';
import { type Followed, type FollowOptions, follow } from './follow.ts';
import type { Timers } from './timers.ts';

const url = 'http://daemon.test:4790';
const closing = (id: number) => `id: ${id}\ndata: {"type":"closing"}\n\n`;

/** Timers that fire when the test says so; those that `skip` names fire at once and are noted. */
function handTimers(skip: (span: Millis) => boolean) {
  const waiting = new Set<() => void>();
  const spans: number[] = [];
  const timers: Timers = {
    after(span, act) {
      if (skip(span)) {
        spans.push(span);
        queueMicrotask(act);
        return () => undefined;
      }
      waiting.add(act);
      return () => waiting.delete(act);
    },
  };
  return { timers, spans, fire: () => [...waiting].map((act) => act()) };
}
const allButWatchdog = (span: Millis) => span < seconds(45);

/** A daemon that answers each connection with the next of `replies`. */
function daemon(...replies: (Response | Error | ReadableStream<Uint8Array>)[]) {
  const asked: { url: string; headers: Headers }[] = [];
  const fetch: Fetch = async (address, init) => {
    asked.push({ url: address, headers: new Headers(init.headers) });
    const reply = replies.shift();
    if (reply === undefined || reply instanceof Error) throw reply ?? new Error('no more');
    return reply instanceof Response ? reply : new Response(reply);
  };
  return { asked, fetch };
}

async function take(count: number, options: Omit<FollowOptions, 'url'>): Promise<Followed[]> {
  const got: Followed[] = [];
  for await (const item of follow({ url, random: () => 0, ...options })) {
    got.push(item);
    if (got.length === count) break;
  }
  return got;
}

const stuck = (text: string) =>
  new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) });

describe('following the stream', () => {
  it('yields connections and messages, and comes back with the last id', async () => {
    const { timers } = handTimers(allButWatchdog);
    const { asked, fetch } = daemon(new Response(closing(7)), new Response(closing(8)));
    const got = await take(5, { fetch, timers, token: 'secret', environment: 'production' });
    expect(got.map(({ type }) => type)).toEqual(['connected', 'closing', 'disconnected', 'connected', 'closing']);
    expect(got[2]).toMatchObject({ because: `The daemon at ${url} has closed the stream.` });
    expect(asked[0]?.url).toBe(`${url}/v1/stream?environment=production`);
    expect(asked.map(({ headers }) => [headers.get('authorization'), headers.get('last-event-id')])).toEqual([
      ['Bearer secret', null],
      ['Bearer secret', '7'],
    ]);
  });

  it('waits twice as long after each failure, up to 30 s, and starts over once a message came', async () => {
    const { timers, spans } = handTimers(allButWatchdog);
    const refused = Array.from({ length: 8 }, () => new Error('refused'));
    const { fetch } = daemon(...refused, new Response(closing(1)), new Error('refused'));
    await take(12, { fetch, timers });
    expect(spans).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 250]);
  });

  it('does not take a connection that brings nothing for a good one', async () => {
    const { timers, spans } = handTimers(allButWatchdog);
    const { fetch } = daemon(new Response(''), new Response(''), new Response(''));
    await take(6, { fetch, timers, random: () => 0.999 });
    expect(spans.map((span) => Math.round(span))).toEqual([500, 1_000]);
  });

  it('gives up a connection on which nothing was heard for 45 s', async () => {
    const { timers, fire } = handTimers(allButWatchdog);
    const { fetch } = daemon(stuck(closing(1)), new Response(closing(2)));
    const got: Followed[] = [];
    for await (const item of follow({ url, fetch, timers })) {
      got.push(item);
      if (item.type === 'closing' && got.length === 2) setImmediate(fire);
      if (got.length === 4) break;
    }
    expect(got[2]).toMatchObject({
      type: 'disconnected',
      because: expect.stringContaining('nothing was heard for 45 s'),
    });
  });

  it('tells a refusal with its problem, so that a caller can ask for another token', async () => {
    const { timers } = handTimers(allButWatchdog);
    const problem = { type: 'about:blank', title: 'No', status: 401, code: 'token-unknown', detail: 'Not known.' };
    const { fetch } = daemon(new Response(JSON.stringify(problem), { status: 401 }));
    expect(await take(1, { fetch, timers })).toEqual([
      { type: 'disconnected', because: 'Not known.', failure: { type: 'refused', problem }, retryIn: 250 },
    ]);
  });

  it('says so when the daemon speaks another version', async () => {
    const { timers } = handTimers(allButWatchdog);
    const { fetch } = daemon(new Response('data: {"type":"environment","environment":{}}\n\n'));
    const [, second] = await take(2, { fetch, timers });
    expect(second).toMatchObject({ type: 'disconnected', failure: { type: 'not-understood' } });
  });

  it('ends quietly when its signal aborts, connected or waiting', async () => {
    for (const reply of [stuck(closing(1)), new Error('refused')]) {
      const { timers } = handTimers(() => false);
      const { fetch } = daemon(reply);
      const ending = new AbortController();
      const got: string[] = [];
      for await (const item of follow({ url, fetch, timers, signal: ending.signal })) {
        got.push(item.type);
        if (item.type !== 'connected') setImmediate(() => ending.abort());
      }
      expect(got.at(-1)).toBe(reply instanceof Error ? 'disconnected' : 'closing');
    }
  });

  it('says of each connection once that all current states have come', async () => {
    const { timers } = handTimers(allButWatchdog);
    const { fetch } = daemon(new Response(`${closing(1)}:\n\n:\n\n${closing(2)}`), stuck(':\n\n'));
    const types = (await take(7, { fetch, timers })).map(({ type }) => type);
    const [first, again] = [types.slice(0, 4), types.slice(5)];
    expect(first).toEqual(['connected', 'closing', 'current', 'closing']);
    expect(again).toEqual(['connected', 'current']);
  });

  it('reads messages cut anywhere', async () => {
    const { timers } = handTimers(allButWatchdog);
    const bytes = new TextEncoder().encode(`: beat\n\n${closing(3)}`);
    const cut = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const got = await take(3, { fetch: daemon(cut).fetch, timers });
    expect(got).toEqual([{ type: 'connected' }, { type: 'current' }, { type: 'closing' }]);
  });
});
