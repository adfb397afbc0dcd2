import type { IncomingHttpHeaders } from 'node:http';
import { inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { Agent, Client, type Dispatcher } from 'undici';
import { explainFailure } from './outbound/explain-failure.ts';
import { type MeasuredConnect, measuredConnect } from './outbound/measured-connect.ts';
import { redactUrl } from './outbound/redact-url.ts';
import type { Clock } from './ports/clock.ts';
import type { Exchange, FailureCause, Outbound, OutboundRequest } from './ports/outbound.ts';

const defaultSizeLimit = 1_000_000;
const inWords = (span: Millis): string => formatValue(inSeconds(span), 's');

export interface OutboundOptions {
  readonly clock: Pick<Clock, 'elapsed' | 'timeout'>;
  /** Certificate authorities in PEM, trusted instead of the usual ones. */
  readonly ca?: string;
}

/** The one HTTP client. `close` ends the connections it keeps alive. */
export function createOutbound(options: OutboundOptions): Outbound & { close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: 30_000, ...(options.ca === undefined ? {} : { ca: options.ca }) },
    maxHeaderSize: 64 * 1_024,
  });
  let closed: Promise<void> | undefined;

  return {
    async request(request) {
      const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol))
        return {
          type: 'failed',
          cause: 'invalid',
          because: `"${redactUrl(request.url)}" is not an http or https address`,
          after: millis(0),
        };
      if (request.freshConnection !== true) return exchange(agent, url, request, options.clock);

      const measured = measuredConnect(options.clock.elapsed, options.ca);
      const client = new Client(url.origin, { connect: measured.connect, pipelining: 0, maxHeaderSize: 64 * 1_024 });
      try {
        return await exchange(client, url, request, options.clock, measured);
      } finally {
        measured.destroy();
        void client.destroy();
      }
    },
    close: () => (closed ??= agent.destroy()),
  };
}

function exchange(
  dispatcher: Dispatcher,
  url: URL,
  request: OutboundRequest,
  clock: OutboundOptions['clock'],
  measured?: MeasuredConnect,
): Promise<Exchange> {
  const method = request.method ?? 'GET';
  const sizeLimit = request.sizeLimit ?? defaultSizeLimit;
  const start = clock.elapsed();
  const elapsed = () => millis(clock.elapsed() - start);
  const deadline = clock.timeout(request.timeout);
  const { promise, resolve } = Promise.withResolvers<Exchange>();

  let controller: Dispatcher.DispatchController | undefined;
  let settled = false;
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  let firstByte = millis(0);
  let size = 0;
  const chunks: Buffer[] = [];

  const settle = (answer: Exchange) => {
    if (settled) return;
    settled = true;
    deadline.removeEventListener('abort', onDeadline);
    request.signal?.removeEventListener('abort', onAbort);
    resolve(answer);
    if (answer.type === 'failed') controller?.abort(new Error(answer.because));
  };
  const fail = (cause: FailureCause, words: string) =>
    settle({ type: 'failed', cause, because: `${method} ${redactUrl(url.href)}: ${words}`, after: elapsed() });
  const onDeadline = () => {
    const got = status > 0 ? `only a part of the answer (status ${status})` : 'no answer';
    fail('timeout', `${got} within ${inWords(request.timeout)}`);
  };
  const onAbort = () => {
    const timedOut = request.signal?.reason instanceof Error && request.signal.reason.name === 'TimeoutError';
    if (timedOut) fail('timeout', `no answer within ${inWords(elapsed())}`);
    else fail('aborted', `given up after ${inWords(elapsed())}`);
  };

  deadline.addEventListener('abort', onDeadline, { once: true });
  request.signal?.addEventListener('abort', onAbort, { once: true });
  if (request.signal?.aborted) onAbort();
  if (settled) return promise;

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      // The request waited for its connection longer than its caller did.
      if (settled) started.abort(new Error('given up'));
    },
    onResponseStart(_, statusCode, incoming) {
      // 1xx answers come before the one that counts.
      if (statusCode < 200) return;
      status = statusCode;
      headers = flatHeaders(incoming);
      firstByte = elapsed();
    },
    onResponseData(_, chunk) {
      size += chunk.byteLength;
      if (size > sizeLimit)
        fail('too-large', `the answer is larger than ${formatValue(sizeLimit, 'bytes')}, the limit`);
      else chunks.push(chunk);
    },
    onResponseEnd() {
      const phases = { ...measured?.phases, firstByte, total: elapsed() };
      settle({ type: 'answered', status, headers, body: Buffer.concat(chunks).toString('utf8'), phases });
    },
    onResponseError(_, error) {
      const { cause, words } = explainFailure(error);
      fail(cause, `${words} after ${inWords(elapsed())}`);
    },
  };
  try {
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: method as Dispatcher.HttpMethod,
        headers: requestHeaders(url, request),
        // The deadline covers the whole exchange.
        headersTimeout: 0,
        bodyTimeout: 0,
        ...(request.body === undefined ? {} : { body: request.body }),
      },
      handler,
    );
  } catch (error) {
    fail('invalid', error instanceof Error ? error.message : String(error));
  }
  return promise;
}

function requestHeaders(url: URL, request: OutboundRequest): Record<string, string> {
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const user = decodeURIComponent(url.username);
  const basic = `Basic ${Buffer.from(`${user}:${decodeURIComponent(url.password)}`).toString('base64')}`;
  return {
    'user-agent': 'daywatch',
    accept: '*/*',
    ...(url.username === '' && url.password === '' ? {} : { authorization: basic }),
    ...Object.fromEntries(given),
  };
}

function flatHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
