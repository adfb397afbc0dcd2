import { createParser } from 'eventsource-parser';
import { routes } from '../api/routes.ts';
import { heartbeatSeconds, type StreamMessage, streamMessage } from '../api/stream.ts';
import { type Millis, millis, seconds } from '../vocabulary/time.ts';
import { addressOf, type Fetch, failureOf } from './client.ts';
import { causeText, type Failure, failureText } from './result.ts';
import { realTimers, type Timers } from './timers.ts';

export type Followed =
  | StreamMessage
  | { readonly type: 'connected' }
  /** All current states have come; once for each connection. */
  | { readonly type: 'current' }
  | {
      readonly type: 'disconnected';
      readonly because: string;
      readonly failure: Failure;
      /** When the next attempt is made. */
      readonly retryIn: Millis;
    };

export interface FollowOptions {
  readonly url: string;
  readonly token?: string;
  /** Only this environment; all when left out. */
  readonly environment?: string;
  /** Ends the following. */
  readonly signal?: AbortSignal;
  readonly fetch?: Fetch;
  readonly timers?: Timers;
  /** 0 up to 1. */
  readonly random?: () => number;
}

const firstDelay = seconds(0.5);
const longestDelay = seconds(30);
/** Three heartbeats missed: the connection is dead, whatever the socket believes. */
const silenceLimit = seconds(3 * heartbeatSeconds);

/** Half of the doubling delay is certain, half is chance, so that clients do not return all at once. */
const delayAfter = (failures: number, random: () => number): Millis =>
  millis(Math.min(longestDelay, firstDelay * 2 ** Math.min(failures, 10)) * (0.5 + random() / 2));

/**
 * The daemon's live stream, for as long as it is iterated or until `signal` aborts. A lost connection is reported and
 * made again with back-off; after it all current states come again, so nothing needs to be remembered.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<Followed, void, undefined> {
  const { signal = new AbortController().signal, timers = realTimers, random = Math.random } = options;
  let failures = 0;
  let lastId: string | undefined;
  while (!signal.aborted) {
    let failure: Failure | undefined;
    for await (const item of oneConnection(options, signal, timers, lastId)) {
      if (item.type === 'ended') failure = item.failure;
      else if (item.type === 'id') lastId = item.id;
      else {
        // Only a message proves the connection good; a server that accepts and hangs up is not to be hammered.
        if (item.type !== 'connected' && item.type !== 'current') failures = 0;
        yield item;
      }
    }
    if (signal.aborted || failure === undefined) return;
    const retryIn = delayAfter(failures++, random);
    yield { type: 'disconnected', because: failureText(failure), failure, retryIn };
    await pause(retryIn, signal, timers);
  }
}

type Item =
  | StreamMessage
  | { readonly type: 'connected' }
  | { readonly type: 'current' }
  | { readonly type: 'id'; readonly id: string }
  | { readonly type: 'ended'; readonly failure: Failure };

async function* oneConnection(
  { url, token, environment, fetch = globalThis.fetch }: FollowOptions,
  signal: AbortSignal,
  timers: Timers,
  lastId: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  const connection = new AbortController();
  const hangUp = () => connection.abort(new Error('the caller has ended it'));
  signal.addEventListener('abort', hangUp, { once: true });
  // The watchdog runs only while the daemon is waited for: time the caller takes for a message is not silence.
  const heard = async <T>(work: Promise<T>): Promise<T> => {
    const silence = new Error(`nothing was heard for ${silenceLimit / 1_000} s`);
    const cancel = timers.after(silenceLimit, () => connection.abort(silence));
    return raceWith(connection.signal, work).finally(cancel);
  };
  const ended = (because: string): Item => ({ type: 'ended', failure: { type: 'unreachable', because } });
  try {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (lastId !== undefined) headers['last-event-id'] = lastId;
    const address = addressOf(url, routes.stream.path, { environment });
    const response = await heard(fetch(address, { headers, signal: connection.signal }));
    if (response.status !== 200 || response.body === null) {
      yield { type: 'ended', failure: failureOf(response.status, await heard(response.text())) };
      return;
    }
    yield { type: 'connected' };
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const arrived: Item[] = [];
    let isCurrent = false;
    const parser = createParser({
      onEvent({ id, data }) {
        arrived.push(itemOf(data));
        if (id !== undefined) arrived.push({ type: 'id', id });
      },
      // The first heartbeat stands behind the states.
      onComment() {
        if (!isCurrent) arrived.push({ type: 'current' });
        isCurrent = true;
      },
    });
    for (let chunk = await heard(reader.read()); !chunk.done; chunk = await heard(reader.read())) {
      parser.feed(chunk.value);
      for (const item of arrived.splice(0)) {
        yield item;
        if (item.type === 'ended') return;
      }
    }
    yield ended(`The daemon at ${url} has closed the stream.`);
  } catch (error) {
    yield ended(`The daemon at ${url} does not answer: ${causeText(error)}.`);
  } finally {
    signal.removeEventListener('abort', hangUp);
    connection.abort(new Error('done with'));
  }
}

function itemOf(data: string): Item {
  const read = streamMessage.safeParse(parse(data));
  if (read.success) return read.data;
  const because = 'The daemon sends messages that this version does not understand; one of the two is older.';
  return { type: 'ended', failure: { type: 'not-understood', status: 200, because } };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** A read that does not end when its connection is aborted would wait for ever. */
function raceWith<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function pause(span: Millis, signal: AbortSignal, timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      cancel();
      signal.removeEventListener('abort', go);
      resolve();
    };
    const cancel = timers.after(span, go);
    signal.addEventListener('abort', go, { once: true });
    if (signal.aborted) go();
  });
}
