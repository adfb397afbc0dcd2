import { type Instant, type Millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { parseSelector } from '../promql/selector.ts';
import type { PrometheusApi } from './prometheus-api.ts';

interface Rare {
  readonly selector: string;
  readonly proven: boolean;
}

/** Prometheus puts them on whatever it scrapes: that others have the metric says nothing of these. */
const targetLabels: ReadonlySet<string> = new Set(['job', 'instance']);

/** A metric that is there does not go away from one look to the next. */
const trustFor: Millis = minutes(5);

/**
 * Tells apart a counter that has no series yet, because nothing happened, from one that does not exist: why its
 * absence means nothing, or `undefined` when it means 0. The metric must have other series, or be declared by a page
 * that is scraped; and each label that the selector asks for must exist.
 */
export function knownCounters(api: PrometheusApi, clock: Pick<Clock, 'elapsed'>) {
  const known = new Map<string, Millis>();
  return async ({ selector, proven }: Rare, at: Instant, signal: AbortSignal): Promise<string | undefined> => {
    const since = known.get(selector);
    if (since !== undefined && clock.elapsed() - since < trustFor) return undefined;
    const unknown = await whyUnknown(api, { selector, proven }, at, signal);
    if (unknown === undefined) known.set(selector, clock.elapsed());
    return unknown;
  };
}

async function whyUnknown(
  api: PrometheusApi,
  { selector, proven }: Rare,
  at: Instant,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { name, matchers } = parseSelector(selector);
  const labels = [...new Set(matchers.filter(({ matches }) => !matches('')).map(({ label }) => label))];
  const target = matchers
    .filter(({ label }) => targetLabels.has(label))
    .map(({ label, operator, value }) => `${label}${operator}${JSON.stringify(value)}`);
  const having = (...more: readonly string[]) => {
    const all = [...target, ...more].join(',');
    return all === '' ? name : `${name}{${all}}`;
  };
  const queries = [`count(${having()})`, ...labels.map((label) => `count(${having(`${label}!=""`)})`)];
  const [all, ...labelled] = await Promise.all(queries.map((query) => api.ask(query, { at }, signal)));
  for (const asked of [all, ...labelled]) if (asked?.type === 'failed') return asked.because;
  if (target.length > 0 && !proven && (all === undefined || isEmpty(all)))
    return `no series, and nothing else of ${having()}: nothing shows that it is being scraped`;
  if (all === undefined || isEmpty(all)) {
    const declared = await api.declares(name, signal);
    if (declared !== true) return `no series, and no metric ${name} is known`;
    if (proven) return undefined;
    return `no series: ${name} is declared but has none, so nothing shows that it is being scraped; set the counter to 0 when the service starts`;
  }
  const lacking = labels.find((_, i) => isEmpty(labelled[i]));
  return lacking === undefined ? undefined : `no series, and none of ${name} has a label ${lacking}`;
}

const isEmpty = (asked: Awaited<ReturnType<PrometheusApi['ask']>> | undefined): boolean =>
  asked?.type === 'answered' && asked.moments.size === 0;
