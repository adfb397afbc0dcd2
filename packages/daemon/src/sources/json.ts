import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { excerpt } from '../web/excerpt.ts';
import { httpTransport, transportOf } from '../web/http-transport.ts';
import { parseJson, valueAt } from '../web/json-path.ts';
import { statusInWords, statusMeets } from '../web/status-expectation.ts';
import { wrongWith } from '../web/value-expectation.ts';
import { brokenProbe, checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { countedOver } from './counted-over.ts';
import { type HttpRequest, requestOf } from './http-request.ts';
import { jsonCheck, jsonCount, jsonGauge, written } from './json/json-queries.ts';
import { naming } from './naming.ts';

const jsonOptions = z.strictObject({
  url: z.string().min(1).meta({ description: 'Where the JSON is: https://shop.example.com/stats' }),
  ...httpTransport,
});

export const json = defineSourceKind({
  type: 'json',
  summary: 'Reads one value of a JSON answer. What is not there, null, or of another type is an error, never a number.',
  options: jsonOptions,
  measures: {
    gauge: { query: jsonGauge, summary: 'A number at a JSON path.' },
    count: { query: jsonCount, summary: 'Events: the growth of a number at a JSON path, or the number itself.' },
    check: {
      query: jsonCheck,
      summary: 'Whether the value at a JSON path is as expected: true, a text, a number within bounds.',
    },
  },
  open: (options, tools) => checkedSource(tools.name, jsonOptions, options, (checked) => openJson(checked, tools)),
});

type Place = Omit<HttpRequest, 'path'> & { readonly path?: string | undefined; readonly value: string };
type Got = { readonly value: unknown; readonly where: string } | { readonly failed: Reading };

function openJson(options: z.infer<typeof jsonOptions>, { name, outbound, clock }: SourceTools): Source {
  const transport = transportOf(options);

  async function get({ path, value: at, ...request }: Place, signal: AbortSignal): Promise<Got> {
    const asked = requestOf(options.url, transport.headers ?? {}, { ...request, path: path ?? '' });
    const exchange = await outbound.request({ ...transport, ...asked, backOff: true, signal });
    const error = (because: string): Got => ({ failed: { type: 'error', because } });
    if (exchange.type === 'failed') return error(exchange.because);
    const said = `${request.method} ${path ?? 'the url'} answered ${exchange.status}`;
    if (!statusMeets(exchange.status, request.status))
      return error(`${said} "${excerpt(exchange.body)}", expected ${statusInWords(request.status)}`);
    const parsed = parseJson(exchange.body);
    if ('because' in parsed) return error(`${said}, but ${parsed.because}`);
    const read = valueAt(at, parsed.document);
    return 'because' in read ? error(`${said}, but ${read.because}`) : { value: read.value, where: `${said}, ${at}` };
  }

  const probing = (place: Place, read: (value: unknown, where: string) => Reading): Probe =>
    naming(name, {
      async observe(signal): Promise<Reading> {
        const got = await get(place, signal);
        return 'failed' in got ? got.failed : read(got.value, got.where);
      },
    });

  const gauge = (query: z.infer<typeof jsonGauge>): Probe =>
    probing(written(query, {}), (value, where) => {
      const fault = notNumber(value);
      return fault === undefined
        ? { type: 'gauge', value: value as number }
        : { type: 'error', because: `${where} ${fault}` };
    });

  const count = (query: z.infer<typeof jsonCount>, every: Question['every']): Probe => {
    const place = written(query, { of: 'total' as const });
    let before: number | undefined;
    const lookedAt = countedOver(every);
    return probing(place, (value, where) => {
      const fault = notNumber(value) ?? (Number(value) < 0 ? `is ${value}, and no count is below zero` : undefined);
      if (fault !== undefined) return { type: 'error', because: `${where} ${fault}` };
      const now = value as number;
      if (place.of === 'interval') return { type: 'count', count: now };
      const last = before;
      before = now;
      // It went back: the process behind it started again, and counts from zero.
      const startedOver = last !== undefined && now < last;
      const over = lookedAt(clock.now(), startedOver);
      if (last === undefined)
        return { type: 'absent', because: `${where} is ${now}, the first time: what a counter grew by needs two` };
      return { type: 'count', count: startedOver ? now : now - last, ...over };
    });
  };

  const check = (query: z.infer<typeof jsonCheck>): Probe => {
    const place = written(query, { is: true as const });
    return probing(place, (value, where) => {
      if (value === null && place.is !== null) return { type: 'error', because: `${where} is null` };
      // True and false are answers; where one of them is expected, a text or a number is neither.
      if (typeof place.is === 'boolean' && typeof value !== 'boolean')
        return { type: 'error', because: `${where} is ${excerpt(JSON.stringify(value))}, neither true nor false` };
      const wrong = wrongWith(value, place.is);
      const is = `is ${excerpt(JSON.stringify(value))}`;
      return { type: 'check', ok: wrong === undefined, because: `${where} ${wrong ?? is}` };
    });
  };

  return {
    probe({ measure, query, every }: Question) {
      if (measure === 'gauge') return checkedProbe(name, jsonGauge, query, gauge);
      if (measure === 'count') return checkedProbe(name, jsonCount, query, (asked) => count(asked, every));
      if (measure === 'check') return checkedProbe(name, jsonCheck, query, check);
      return brokenProbe(`${name}: a json source has no ${measure}; it has gauge, count and check`);
    },
    close: async () => {},
  };
}

/** `undefined` when it is a number; a text that looks like one is a text. */
function notNumber(value: unknown): string | undefined {
  if (typeof value === 'number') return undefined;
  const is =
    value === null
      ? 'null'
      : typeof value === 'object'
        ? 'no single value'
        : `the ${typeof value} ${excerpt(JSON.stringify(value))}`;
  return `is ${is}, not a number`;
}
