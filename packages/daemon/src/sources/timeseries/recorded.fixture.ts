import { readFileSync } from 'node:fs';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, instant, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { SourceKind } from '../../ports/kind.ts';
import type { Exchange, OutboundRequest } from '../../ports/outbound.ts';
import type { Question } from '../../ports/source.ts';
import { sourceTools } from '../source-tools.fixture.ts';

/** When the recorded answers speak of: the minute that begins here. */
export const recordedAt: Instant = instant(Date.parse('2026-12-01T22:00:00Z'));

const recording = z.object({
  source: z.url(),
  status: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown(),
});

/** An answer as the provider's documentation has it; `source` is the page. */
export function recorded(type: string, name: string): Exchange {
  const file = new URL(`../${type}/recorded/${name}.json`, import.meta.url);
  const { status, headers, body } = recording.parse(JSON.parse(readFileSync(file, 'utf8')));
  const phases = { firstByte: millis(1), total: millis(1) };
  return { type: 'answered', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body), phases };
}

/** A source before a provider that gives these answers, one after the other, the last for ever. */
export function recordedSource(
  kind: SourceKind,
  options: Readonly<Record<string, unknown>>,
  ...names: readonly string[]
) {
  const sent: OutboundRequest[] = [];
  let now = plus(recordedAt, minutes(1));
  const tools = sourceTools({
    name: 'hosted',
    clock: { ...sourceTools().clock, now: () => now },
    outbound: {
      async request(request) {
        const name = names[Math.min(sent.length, names.length - 1)] ?? '';
        sent.push(request);
        return recorded(kind.type, name);
      },
    },
  });
  const source = kind.open(kind.options.parse({ url: 'https://provider.example', delay: '0s', ...options }), tools);
  const probe = (measure: Measure, query: unknown, more: Partial<Question> = {}) =>
    source.probe({
      name: 'it',
      measure,
      query: kind.measures[measure]?.query.parse(query),
      every: minutes(1),
      ...more,
    });
  return {
    sent,
    probe,
    wait(span: number) {
      now = plus(now, seconds(span));
    },
    read: (measure: Measure, query: unknown, more: Partial<Question> = {}): Promise<Reading> =>
      probe(measure, query, more).observe(new AbortController().signal),
  };
}
