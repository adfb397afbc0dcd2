import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { inSeconds, type Millis, millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import type { Dispatcher } from 'undici';
import type { Clock } from '../ports/clock.ts';
import type { Exchange, FailureCause, OutboundRequest } from '../ports/outbound.ts';
import { decodeBody } from './decode-body.ts';
import { explainFailure } from './explain-failure.ts';
import type { MeasuredConnect } from './measured-connect.ts';
import type { Sender } from './own-connection.ts';
import { redactUrl } from './redact-url.ts';

const defaultSizeLimit = 1_000_000;
const inWords = (span: Millis): string => formatValue(inSeconds(span), 's');

export interface Hop {
  readonly dispatcher: Sender;
  readonly url: URL;
  readonly request: OutboundRequest;
  readonly clock: Pick<Clock, 'elapsed' | 'alarm'>;
  /** When the first request of the chain began: its time and its deadline are for the whole chain. */
  readonly start: Millis;
  readonly measured?: MeasuredConnect;
  /** The proxy between us and the other side, for messages. */
  readonly proxy?: string;
}

/** One request and its answer. Whatever goes wrong is the answer. */
export function exchange({ dispatcher, url, request, clock, start, measured, proxy }: Hop): Promise<Exchange> {
  const method = request.method ?? 'GET';
  const sizeLimit = request.sizeLimit ?? defaultSizeLimit;
  const elapsed = () => millis(clock.elapsed() - start);
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
    callOff();
    request.signal?.removeEventListener('abort', onAbort);
    const certificate = measured?.certificate();
    resolve(certificate === undefined ? answer : { ...answer, certificate });
    if (answer.type === 'failed') controller?.abort(new Error(answer.because));
  };
  const fail = (cause: FailureCause, words: string) =>
    settle({ type: 'failed', cause, because: `${method} ${redactUrl(url.href)}: ${words}`, after: elapsed() });
  const callOff = clock.alarm(millis(Math.max(0, request.timeout - elapsed())), () => {
    const got = status > 0 ? `only a part of the answer (status ${status})` : 'no answer';
    fail('timeout', `${got} within ${inWords(request.timeout)}`);
  });
  const onAbort = () => {
    const timedOut = request.signal?.reason instanceof Error && request.signal.reason.name === 'TimeoutError';
    if (timedOut) fail('timeout', `no answer within ${inWords(elapsed())}`);
    else fail('aborted', `given up after ${inWords(elapsed())}`);
  };
  const tooLarge = () => fail('too-large', `the answer is larger than ${formatValue(sizeLimit, 'bytes')}, the limit`);

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
      request.cookies?.take(url, linesOf(incoming['set-cookie']));
      firstByte = elapsed();
    },
    onResponseData(_, chunk) {
      size += chunk.byteLength;
      if (size > sizeLimit) tooLarge();
      else chunks.push(chunk);
    },
    onResponseEnd() {
      const phases = { ...measured?.phases, firstByte, total: elapsed() };
      const encoded = Buffer.concat(chunks);
      const answered = (body: Buffer) =>
        settle({
          type: 'answered',
          status,
          headers,
          body: body.toString('utf8'),
          ...(request.bytes === true && { bytes: body }),
          phases,
        });
      const encoding = headers['content-encoding'];
      if (encoding === undefined || encoded.length === 0) return answered(encoded);
      void decodeBody(encoded, { encoding, sizeLimit }).then((decoded) => {
        if (decoded.type === 'decoded') answered(decoded.body);
        else if (decoded.type === 'too-large') tooLarge();
        else fail('protocol', decoded.because);
      });
    },
    onResponseError(_, error) {
      const { cause, words } = explainFailure(error);
      const after = `after ${inWords(elapsed())}`;
      // A proxy that is down says nothing about the service behind it.
      if (proxy !== undefined && cause === 'refused') fail('unreachable', `the proxy ${proxy}: ${words} ${after}`);
      else if (cause === 'unresolved' && request.ip !== undefined)
        fail(cause, `${words} with an IPv${request.ip} address ${after}`);
      else fail(cause, `${words} ${after}`);
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
        ...(request.body === undefined ? {} : { body: bodyOf(request.body, request.beforeLastByte) }),
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
  const cookie = request.cookies?.headerFor(url);
  return {
    'user-agent': 'daywatch',
    accept: '*/*',
    // A probe asks as a plain client does; whoever fetches pages again and again saves the network's time.
    ...(request.freshConnection === true ? {} : { 'accept-encoding': 'gzip, br' }),
    ...(url.username === '' && url.password === '' ? {} : { authorization: basic }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(request.beforeLastByte === undefined || request.body === undefined
      ? {}
      : { 'content-length': String(Buffer.byteLength(request.body)) }),
    ...Object.fromEntries(given),
  };
}

/** A server that was told the length of a body waits for its last byte. */
function bodyOf(body: string, beforeLastByte: OutboundRequest['beforeLastByte']): string | Readable {
  if (beforeLastByte === undefined) return body;
  const bytes = Buffer.from(body);
  return Readable.from(
    (async function* () {
      if (bytes.length > 1) yield bytes.subarray(0, -1);
      await beforeLastByte();
      yield bytes.subarray(-1);
    })(),
  );
}

function flatHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

const linesOf = (lines: string | readonly string[] | undefined): readonly string[] =>
  lines === undefined ? [] : typeof lines === 'string' ? [lines] : lines;
