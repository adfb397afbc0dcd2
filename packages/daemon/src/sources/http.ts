import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Exchange, FailureCause } from '../ports/outbound.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { type AnswerExpectation, daysUntil, neededFor } from '../web/answer-expectation.ts';
import { httpTransport, transportOf } from '../web/http-transport.ts';
import { statusInWords, statusMeets } from '../web/status-expectation.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { type HttpCheck, httpCheck, isTriedTwice, judgeAnswer } from './http/judge-answer.ts';
import { requestPhase, timeOf } from './http/request-phase.ts';
import { bothTries } from './http/second-try.ts';
import { type HttpRequest, httpRequest, requestOf } from './http-request.ts';
import { naming } from './naming.ts';

const httpOptions = z.strictObject({
  url: z.string().min(1).meta({ description: 'Where the service answers: https://shop.example.com' }),
  ...httpTransport,
});

const httpLatency = z.strictObject({ ...httpRequest, phase: requestPhase.default('total') });
const httpGauge = z.enum(['tls-days-left']).meta({
  description:
    'How many days the certificate is good for; below zero when it has expired. Its limit is a smallest one: worse: lower.',
});

/** Failures that say something about the service; the others are about our own network, our caller or the plan. */
const theirs: ReadonlySet<FailureCause> = new Set(['refused', 'reset', 'timeout', 'tls', 'protocol']);
/** Failures that a second try would only repeat. */
const certain: ReadonlySet<FailureCause> = new Set(['aborted', 'invalid', 'too-large', 'backing-off']);

export const http = defineSourceKind({
  type: 'http',
  summary: 'Asks a web service, each time over a connection of its own.',
  options: httpOptions,
  measures: {
    check: {
      query: httpCheck,
      summary:
        'Whether an address answers as expected: status, headers, body, JSON, size, certificate. A refused or broken connection is a no.',
    },
    latency: {
      query: httpLatency,
      unit: 's',
      summary: 'How long one request takes, connecting included. Only answers with a good status are timed.',
    },
    gauge: { query: httpGauge, unit: 'none', summary: 'How long the certificate is good for.' },
  },
  open: (options, tools) => checkedSource(tools.name, httpOptions, options, (checked) => openHttp(checked, tools)),
});

function openHttp(options: z.infer<typeof httpOptions>, { name, outbound, clock }: SourceTools): Source {
  const transport = transportOf(options);
  const ask = (request: HttpRequest & Pick<AnswerExpectation, 'size'>, signal: AbortSignal): Promise<Exchange> =>
    outbound.request({
      ...transport,
      ...neededFor(request),
      ...requestOf(options.url, transport.headers ?? {}, request),
      freshConnection: true,
      signal,
    });

  const checking = (check: HttpCheck): Probe => {
    const tryOnce = async (signal: AbortSignal): Promise<{ readonly reading: Reading; readonly sure: boolean }> => {
      const exchange = await ask(check, signal);
      if (exchange.type === 'answered') {
        const reading = judgeAnswer(check, exchange, clock.now());
        return { reading, sure: reading.type === 'check' && reading.ok };
      }
      const { cause, because } = exchange;
      const reading: Reading =
        cause !== undefined && theirs.has(cause) ? { type: 'check', ok: false, because } : { type: 'error', because };
      return { reading, sure: cause !== undefined && certain.has(cause) };
    };
    return naming(name, {
      async observe(signal): Promise<Reading> {
        const first = await tryOnce(signal);
        if (first.sure || !isTriedTwice(check) || signal.aborted) return first.reading;
        const second = await tryOnce(signal);
        // It was cut off by its caller's time: what it would have said is not known.
        return second.sure && second.reading.type === 'error'
          ? first.reading
          : bothTries(first.reading, second.reading);
      },
    });
  };

  const timing = (request: z.infer<typeof httpLatency>): Probe =>
    naming(name, {
      async observe(signal): Promise<Reading> {
        const exchange = await ask(request, signal);
        if (exchange.type === 'failed') return { type: 'error', because: exchange.because };
        const said = `${request.method} ${request.path} answered ${exchange.status}`;
        // A refusal may be far faster than the work: its time is no evidence that the service is fast.
        if (!statusMeets(exchange.status, request.status))
          return { type: 'absent', because: `${said}; only ${statusInWords(request.status)} is timed` };
        const time = timeOf(request.phase, exchange.phases);
        if (time !== undefined) return { type: 'latency', values: [time] };
        return { type: 'absent', because: `${said}, and there was no ${request.phase} to time` };
      },
    });

  const certificate = (): Probe =>
    naming(name, {
      async observe(signal): Promise<Reading> {
        const exchange = await ask({ path: '/', method: 'HEAD', follow: 0, status: '2xx', send: undefined }, signal);
        const seen = exchange.certificate;
        const value = seen && Math.round(daysUntil(seen.expires, clock.now()) * 100) / 100;
        // For another host, or signed by nobody who is trusted: how long it is good for does not matter.
        const isRefused = exchange.type === 'failed' && exchange.cause === 'tls' && value !== undefined && value > 0;
        if (seen !== undefined && value !== undefined && !isRefused) {
          return { type: 'gauge', value, because: `the certificate ends ${rfc3339(seen.expires)}` };
        }
        if (exchange.type === 'failed') return { type: 'error', because: exchange.because };
        return {
          type: 'error',
          because: `HEAD / answered ${exchange.status} without TLS, or through a proxy: no certificate was seen`,
        };
      },
    });

  return {
    probe({ measure, query }: Question) {
      if (measure === 'check') return checkedProbe(name, httpCheck, query, checking);
      if (measure === 'latency') return checkedProbe(name, httpLatency, query, timing);
      if (measure === 'gauge') return checkedProbe(name, httpGauge, query, certificate);
      return brokenProbe(`${name}: an http source has no ${measure}; it has check, latency and gauge`);
    },
    close: async () => {},
  };
}
