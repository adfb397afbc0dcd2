import { parseSelector } from '../promql/selector.ts';
import type { GaugeFold } from './merge-instances.ts';
import type { Series } from './metrics-page.ts';
import type { GaugeQuery } from './metrics-queries.ts';
import { absent, failed, type PageQuestion } from './page-question.ts';

const folds: Readonly<Record<Exclude<GaugeFold, 'one'>, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
};

/** A level: of one series, or folded from several when the plan says how. */
export function askGauge(query: GaugeQuery): PageQuestion {
  const { fold, text } = foldOf(query);
  const selector = parseSelector(text);
  return {
    names: [selector.name],
    answer(page) {
      const found = page.find(selector);
      if (found.type === 'missing') return absent(`${text}: ${found.because}`);
      if (found.type === 'faulty') return failed(`${text}: ${found.because}`);
      if (found.type === 'not-yet') return absent(`${text}: no series of ${selector.name} matches`);
      const { series } = found;
      if (fold === 'one' && series.length > 1)
        return failed(
          `${text}: ${series.length} series match where one is expected: ${some(series)}; write sum, max or min, or add labels`,
        );
      const odd = series.find(({ value }) => !Number.isFinite(value));
      if (odd !== undefined) return absent(`${text}: ${odd.key} is ${odd.value}`);
      const values = series.map(({ value }) => value);
      return { type: 'gauge', value: folds[fold === 'one' ? 'sum' : fold](values) };
    },
  };
}

export function foldOf(query: GaugeQuery): { fold: GaugeFold; text: string } {
  if (typeof query === 'string') return { fold: 'one', text: query };
  if ('sum' in query) return { fold: 'sum', text: query.sum };
  if ('max' in query) return { fold: 'max', text: query.max };
  return { fold: 'min', text: query.min };
}

const some = (series: readonly Series[]): string => {
  const keys = series.slice(0, 3).map(({ key }) => key);
  return series.length > keys.length ? `${keys.join(', ')}, …` : keys.join(', ');
};
