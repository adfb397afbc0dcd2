import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Exchange, FailureCause } from '../ports/outbound.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { durationText, spanOf } from './duration-text.ts';
import { addressOf, httpRequest } from './http/http-request.ts';
import { type HttpCheck, httpCheck, judgeAnswer } from './http/judge-answer.ts';
import { statusInWords, statusMeets } from './http/status-expectation.ts';
import { naming } from './naming.ts';

const httpOptions = z.strictObject({
  url: z.string().min(1).meta({ description: 'Where the service answers: https://shop.example.com' }),
  headers: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({ description: 'Sent with every request, for instance an authorization.' }),
  timeout: durationText
    .default('5s')
    .meta({ description: 'The whole exchange, connecting included; 5s when left out.' }),
});

const httpLatency = z.strictObject(httpRequest);

/** Failures that say something about the service; the others are about our own network, our caller or the plan. */
const theirs: ReadonlySet<FailureCause> = new Set(['refused', 'reset', 'timeout', 'tls', 'protocol']);

export const http = defineSourceKind({
  type: 'http',
  summary: 'Asks a web service, each time over a connection of its own.',
  options: httpOptions,
  measures: {
    check: {
      query: httpCheck,
      summary: 'Whether an address answers as expected: status, body, headers. A refused or broken connection is a no.',
    },
    latency: {
      query: httpLatency,
      unit: 's',
      summary: 'How long one request takes, connecting included. Only answers with a good status are timed.',
    },
  },
  open: (options, tools) => checkedSource(tools.name, httpOptions, options, (checked) => openHttp(checked, tools)),
});

function openHttp(options: z.infer<typeof httpOptions>, { name, outbound }: SourceTools): Source {
  const ask = (request: { readonly path: string; readonly method: string }, signal: AbortSignal): Promise<Exchange> =>
    outbound.request({
      url: addressOf(options.url, request.path),
      method: request.method,
      headers: options.headers ?? {},
      timeout: spanOf(options.timeout),
      freshConnection: true,
      signal,
    });

  const checking = (check: HttpCheck): Probe =>
    naming(name, {
      async observe(signal): Promise<Reading> {
        const exchange = await ask(check, signal);
        if (exchange.type === 'answered') return judgeAnswer(check, exchange);
        return exchange.cause !== undefined && theirs.has(exchange.cause)
          ? { type: 'check', ok: false, because: exchange.because }
          : { type: 'error', because: exchange.because };
      },
    });

  const timing = (request: z.infer<typeof httpLatency>): Probe =>
    naming(name, {
      async observe(signal): Promise<Reading> {
        const exchange = await ask(request, signal);
        if (exchange.type === 'failed') return { type: 'error', because: exchange.because };
        if (statusMeets(exchange.status, request.status))
          return { type: 'latency', values: [inSeconds(exchange.phases.total)] };
        // A refusal may be far faster than the work: its time is no evidence that the service is fast.
        const expected = statusInWords(request.status);
        const because = `${request.method} ${request.path} answered ${exchange.status}; only ${expected} is timed`;
        return { type: 'absent', because };
      },
    });

  return {
    probe({ measure, query }: Question) {
      if (measure === 'check') return checkedProbe(name, httpCheck, query, checking);
      if (measure === 'latency') return checkedProbe(name, httpLatency, query, timing);
      return brokenProbe(`${name}: an http source has no ${measure}; it has check and latency`);
    },
    close: async () => {},
  };
}
