import type { Mapping } from '../read-fields.ts';
import { freeName } from './name-of.ts';
import { needSource } from './need-source.ts';
import { environmentPath, originOf, type Reading } from './reading.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

interface Sensed {
  readonly name: string;
  readonly criterion: Mapping;
}
type Sense = (words: string, reading: Reading, text: string) => readonly Sensed[];

/** What sentences ask to be watched, by what they speak of. */
const senses: readonly (readonly [RegExp, Sense])[] = [
  [
    /sentry|error[- ]tracking|new (?:issues|exceptions)|neue fehler/,
    (_words, reading) => {
      const source = needSource('sentry', reading);
      return [{ name: 'new-issues', criterion: { severity: 'critical', source, count: 'new-issues', limit: 0 } }];
    },
  ],
  [
    /\blogs?\b(?![ -](?:in|out|on|off)\b)|logging(?! (?:in|out|on|off)\b)|log-?dat|protokoll|log files?/,
    (_words, reading) => {
      const source = needSource('logs', reading);
      return [{ name: 'new-errors', criterion: { severity: 'critical', source, count: 'new-signatures', limit: 0 } }];
    },
  ],
  [
    /(?:database|datenbank|\bdb\b|postgres|quer(?:y|ies)|\bsql\b)(?!.*(?:integrit|consisten|konsisten|migrat|backup))/,
    (words, reading) => {
      const source = needSource('database', reading);
      const about = { severity: 'critical', source };
      const latency = { ...about, latency: { sql: 'select 1' }, quantile: 0.95, limit: timeLimitIn(words) ?? '250ms' };
      const some = { limit: '1/min', tolerance: '100%' };
      const deadlocks = { ...about, count: 'deadlocks', ...(/\bno\b|keine/.test(words) ? { limit: 0 } : some) };
      const waits = { ...about, gauge: 'locks.longest-wait', limit: timeLimitIn(words) ?? '30s' };
      const connections = { ...about, gauge: 'connections.used', limit: shareIn(words) ?? '90%' };
      if (/deadlock/.test(words)) return [{ name: 'database-deadlocks', criterion: deadlocks }];
      if (/\block/.test(words)) return [{ name: 'database-locks', criterion: waits }];
      if (/connection|pool|verbindung/.test(words)) return [{ name: 'database-connections', criterion: connections }];
      return [
        { name: 'database-latency', criterion: latency },
        { name: 'database-locks', criterion: waits },
        { name: 'database-deadlocks', criterion: deadlocks },
      ];
    },
  ],
  [
    /error[- ]?rate|\b5xx\b|server errors?|failed requests|fehlerrate|fehlerquote|http errors?/,
    (words, reading) => {
      const rate = { bad: 'http_requests_total{status=~"5.."}', of: 'http_requests_total' };
      const source = needSource('metrics', reading);
      const limit = shareIn(words) ?? '1%';
      return [{ name: 'error-rate', criterion: { severity: 'critical', source, rate, limit } }];
    },
  ],
  [
    /response[- ]?times?|latenc|\bp9[059]\b|antwortzeit|performance|\bslow|ladezeit|leistung/,
    (words, reading, text) => {
      const quantile = /\bp(9[059])\b|(9[059])(?:th|\.)? ?perce?n?ti?l/.exec(words);
      const share = Number(quantile?.[1] ?? quantile?.[2] ?? '95') / 100;
      const limit = timeLimitIn(words);
      const accepted = { ...(limit === undefined ? {} : { limit }), tolerance: '25%' };
      const { metrics, metricNames } = reading.facts;
      const histogram = metricNames.find((name) => /(?:request|response).*(?:duration|seconds|latency)/.test(name));
      const { method, route } = routeIn(text);
      if (metrics === undefined && (route === undefined || (method === 'GET' && !/[:{]/.test(route)))) {
        const source = needSource('site', reading);
        const latency = { path: route ?? reading.facts.health?.value ?? '/healthz' };
        return [
          { name: 'response-time', criterion: { severity: 'critical', source, latency, quantile: share, ...accepted } },
        ];
      }
      const source = needSource('metrics', reading);
      const all = histogram ?? 'http_request_duration_seconds';
      const latency = route === undefined ? all : `${all}{route="${route}"}`;
      return [
        { name: 'response-time', criterion: { severity: 'critical', source, latency, quantile: share, ...accepted } },
      ];
    },
  ],
  [
    /\bmemory\b|speicher(?!ung)/,
    (_words, reading) => {
      if (reading.facts.metrics === undefined) return [];
      const source = needSource('metrics', reading);
      const gauge = { max: 'process_resident_memory_bytes' };
      return [{ name: 'memory', criterion: { severity: 'critical', source, gauge, unit: 'bytes', tolerance: '50%' } }];
    },
  ],
  [
    /operational|running (?:correctly|properly|smoothly)|\bhealth|is up\b|are up\b|available|availability|uptime|reachable|responds|erreichbar|verfuegbar|laeuft|laufen\b/,
    (_words, reading) => {
      const source = needSource('site', reading);
      const check = { path: reading.facts.health?.value ?? '/healthz', status: 200 };
      return [{ name: 'healthy', criterion: { severity: 'blocking', source, check, limit: '5%' } }];
    },
  ],
  [
    /integrit|consisten|konsisten|data loss|datenverlust|corrupt/,
    (_words, reading) => {
      const source = needSource('database', reading);
      return [
        { name: 'constraints', criterion: { integrity: true, source, check: 'not-valid-constraints', every: '1m' } },
      ];
    },
  ],
];

/** Adds the criteria that a sentence asks for; answers where they stand, or nothing when it asks for none. */
export function placeCriteria(
  statement: Statement,
  reading: Reading,
  severity?: 'blocking' | 'critical' | 'warning',
): string | undefined {
  const words = plainWords(statement.text);
  if (reading.fixed) return undefined;
  for (const [pattern, sense] of senses) {
    if (!pattern.test(words)) continue;
    const sensed = sense(words, reading, statement.text);
    if (sensed.length === 0) continue;
    const names = sensed.map(({ name, criterion }) => {
      const said = severity === undefined || criterion.integrity === true ? criterion : { ...criterion, severity };
      const title =
        criterion.integrity === true
          ? 'Every constraint of the database holds'
          : sensed.length === 1
            ? titleOf(statement)
            : `${titleOf(statement)}: ${spelled(name)}`;
      return putCriterion({ name, criterion: { title, ...said } }, statement, reading);
    });
    return `watch.criteria ${names.join(', ')}`;
  }
  return undefined;
}

/** "Monitor API response times" asks for what is called "API response times". */
function titleOf({ text, label, rest, sort }: Statement): string {
  const said =
    sort === 'row' && label !== ''
      ? label
      : /^(?:monitor(?:ing)?|success criteria|criterion)$/i.test(label)
        ? rest
        : text;
  const bare = said
    .replace(
      /^(?:if|when|monitor|check|verify|ensure|confirm|watch|wenn|falls|beobachte|prüfe)\s+(?:that\s+|the\s+)?/i,
      '',
    )
    .replace(/\s*\((?:blocking|critical|warning|blockierend|kritisch|warnung)\)/gi, '')
    .replace(/[.:;]+$/, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1) || text;
}

/** A later sentence about the same adds what the first one left open; with a limit of its own it is another criterion. */
function putCriterion({ name, criterion }: Sensed, statement: Statement, reading: Reading): string {
  const { draft } = reading;
  const path = (called: string) => environmentPath(reading, 'watch', 'criteria', called);
  const origin = originOf(statement, reading);
  if (draft.put(path(name), criterion, origin)) return name;
  const { limit } = criterion;
  const before = draft.at([...path(name), 'limit']);
  const says = /\d/.test(statement.text) && limit !== undefined;
  if (says && before !== undefined && before !== limit) {
    const another = freeName(name, (one) => draft.at(path(one)) !== undefined);
    draft.put(path(another), criterion, origin);
    return another;
  }
  if (says) draft.put([...path(name), 'limit'], limit, origin);
  if (criterion.severity === 'blocking') draft.replace([...path(name), 'severity'], 'blocking', origin);
  return name;
}

/** "POST /orders" in a sentence; without a method it is a GET. */
function routeIn(text: string): { readonly method: string; readonly route: string | undefined } {
  const [, method = 'GET', route] =
    /(?:\b(GET|POST|PUT|PATCH|DELETE) )?(?<![\w/.])(\/[A-Za-z][\w/:{}-]*)/.exec(text) ?? [];
  return { method, route };
}

const spelled = (name: string): string => name.replace(/^database-/, '').replaceAll('-', ' ');

function shareIn(words: string): string | undefined {
  const [, amount] = /(\d+(?:[.,]\d+)?) ?(?:%|percent|prozent)/.exec(words) ?? [];
  const share = Number(amount?.replace(',', '.'));
  return amount !== undefined && share > 0 && share < 100 ? `${share}%` : undefined;
}

/** "p95 below 800 ms", not "for 24 hours": limits of times are short. */
function timeLimitIn(words: string): string | undefined {
  const [, said] =
    /((?:\d+(?:[.,]\d+)?) ?-?(?:ms|milliseconds?|millisekunden|s|seconds?|sekunden)\b)/.exec(words) ?? [];
  return said === undefined ? undefined : spanIn(said);
}
