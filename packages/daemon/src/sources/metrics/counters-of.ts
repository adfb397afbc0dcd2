import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Selector } from '../promql/selector.ts';
import type { Counter, Look } from './counter-memory.ts';
import type { MetricsPage } from './metrics-page.ts';
import { absent, failed } from './page-question.ts';

export type Counters =
  | { readonly type: 'counters'; readonly look: Look; readonly notYet: boolean }
  | { readonly type: 'reading'; readonly reading: Reading };

/** The counters that a selector means, or why there are none to count with. */
export function countersOf(page: MetricsPage, selector: Selector): Counters {
  const other = (reading: Reading): Counters => ({ type: 'reading', reading });
  const found = page.find(selector);
  if (found.type === 'missing') return other(absent(`${selector.text}: ${found.because}`));
  if (found.type === 'faulty') return other(failed(`${selector.text}: ${found.because}`));
  if (page.typeOf(selector.name) === 'gauge')
    return other(failed(`${selector.text}: ${selector.name} is a gauge, not a counter`));
  const series = found.type === 'found' ? found.series : [];
  const odd = series.find(({ value }) => !Number.isFinite(value) || value < 0);
  if (odd !== undefined) return other(absent(`${selector.text}: ${odd.key} is ${odd.value}, which is no count`));
  const counters = series.map(({ key, labels, value }): Counter => {
    const created = page.createdOf(selector.name, labels);
    return { key, group: key, labels, value, ...(created === undefined ? {} : { created }) };
  });
  const look: Look = { at: page.scrapedAt, processStart: page.processStart, counters };
  return { type: 'counters', look, notYet: found.type === 'not-yet' };
}

export const sumOf = (growth: ReadonlyMap<string, number>): number => {
  let sum = 0;
  for (const by of growth.values()) sum += by;
  return sum;
};
