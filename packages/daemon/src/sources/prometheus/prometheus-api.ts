import { type Instant, type Millis, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Exchange } from '../../ports/outbound.ts';
import { excerpt } from '../../web/excerpt.ts';
import { jsonOf } from '../../web/json-of.ts';
import type { Ask } from '../provider.ts';
import { promSpan } from './increase.ts';
import { errorAnswer, type Moments, momentsOf, queryAnswer } from './prometheus-answer.ts';

export type Asked =
  | { readonly type: 'answered'; readonly moments: Moments; readonly warnings: readonly string[] }
  /** `refused`: the query itself, as by a server that does not know one of its functions. */
  | { readonly type: 'failed'; readonly because: string; readonly refused?: boolean };

/** When a query is evaluated: at one time, or at each step of a stretch. */
export type When = { readonly at: Instant } | { readonly from: Instant; readonly to: Instant; readonly step: Millis };

export interface PrometheusApiOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether an answer from some of the nodes behind it counts as one. */
  readonly partial: boolean;
  readonly ask: Ask;
}

export interface PrometheusApi {
  /** Native histograms are an answer only where they are asked for. */
  ask(query: string, when: When, signal: AbortSignal, natives?: boolean): Promise<Asked>;
  /** Whether a scraped page declares the metric, with series or without. Undefined: it cannot say. */
  declares(metric: string, signal: AbortSignal): Promise<boolean | undefined>;
}

const metadataAnswer = z.object({ status: z.literal('success'), data: z.record(z.string(), z.unknown()) });
/** Words of the query language itself; any other warning says that a part of the data did not come. */
const aboutTheQuery = /^PromQL (?:info|warning)/;

const refusals: ReadonlySet<number> = new Set([400, 422]);

const unix = (at: Instant): string => (at / 1_000).toFixed(3);
export const whenInWords = (when: When): string =>
  'at' in when
    ? `at ${rfc3339(when.at)}`
    : `from ${rfc3339(when.from)} to ${rfc3339(when.to)} by ${promSpan(when.step)}`;

/** The HTTP API that Prometheus has, and after it Thanos, Mimir, Cortex and VictoriaMetrics. */
export function prometheusApi({ url, headers, partial, ask }: PrometheusApiOptions): PrometheusApi {
  const request = (path: string, form: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Exchange> => {
    const address = `${url.replace(/\/+$/, '')}/api/v1/${path}`;
    const body = new URLSearchParams(form).toString();
    return ask(
      path === 'metadata'
        ? { url: `${address}?${body}`, headers }
        : {
            url: address,
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
            body,
          },
      signal,
    );
  };

  return {
    async ask(query, when, signal, natives = false) {
      const time =
        'at' in when
          ? { time: unix(when.at) }
          : { start: unix(when.from), end: unix(when.to), step: promSpan(when.step) };
      // Thanos and VictoriaMetrics would rather answer with half of the truth; Prometheus knows neither word.
      const whole = partial ? {} : { partial_response: 'false', deny_partial_response: '1' };
      const form = { query, ...time, ...whole };
      const exchange = await request('at' in when ? 'query' : 'query_range', form, signal);
      const failed = (words: string): Asked => ({
        type: 'failed',
        because: `${query} ${whenInWords(when)}: ${words}`,
      });
      if (exchange.type === 'failed') return failed(exchange.because);
      const read = readAnswer(exchange);
      if (typeof read === 'string') return { ...failed(read), ...(refusals.has(exchange.status) && { refused: true }) };
      const moments = momentsOf(read, { of: 'at' in when ? 'moment' : 'range', natives });
      if (typeof moments === 'string') return failed(moments);
      const warnings = read.warnings ?? [];
      const lacking = warnings.find((warning) => !aboutTheQuery.test(warning));
      if (!partial && (read.isPartial === true || lacking !== undefined))
        return failed(
          `only a part of the data came (${lacking ?? 'isPartial'}); write partial: true at the source if that is enough`,
        );
      return { type: 'answered', moments, warnings };
    },

    async declares(metric, signal) {
      const exchange = await request('metadata', { metric, limit: '1' }, signal);
      if (exchange.type === 'failed' || exchange.status !== 200) return undefined;
      const answer = metadataAnswer.safeParse(jsonOf(exchange.body));
      return answer.success ? Object.hasOwn(answer.data.data, metric) : undefined;
    },
  };
}

function readAnswer({ status, headers, body }: Extract<Exchange, { type: 'answered' }>) {
  const json = jsonOf(body);
  const error = errorAnswer.safeParse(json);
  const wait = headers['retry-after'];
  const later = wait === undefined ? '' : `, and asks to come back after ${wait} s`;
  if (error.success) return `answered ${status} ${error.data.errorType}: ${error.data.error}${later}`;
  if (status !== 200) return `answered ${status} "${excerpt(body)}"${later}`;
  const answer = queryAnswer.safeParse(json);
  return answer.success ? answer.data : `answered 200, but not as Prometheus does: "${excerpt(body)}"`;
}
