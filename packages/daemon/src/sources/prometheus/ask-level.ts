import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type One, oneOfSeveral } from '../timeseries/one-of-several.ts';
import { absent, failed, type Moment, type PromQuestion } from './prom-question.ts';
import { isSelector, type LevelQuery } from './prometheus-queries.ts';

type Worse = 'higher' | 'lower';

/** A level: the value of any PromQL. */
export const askGauge = (query: LevelQuery, worse: Worse): PromQuestion =>
  askLevel(query, worse, ({ value }, told) => ({ type: 'gauge', value, ...told }));

/** A yes or no: PromQL that gives 1 or 0, as `bool` comparisons do. */
export const askCheck = (query: LevelQuery): PromQuestion =>
  askLevel(query, 'lower', ({ value }, told, words) => {
    if (value !== 0 && value !== 1)
      return failed(`${words}: ${value} is neither 1 nor 0; compare with bool, as in up == bool 1`);
    const because = value === 0 ? (told.because ?? `${words}: 0`) : told.because;
    return { type: 'check', ok: value === 1, ...(because === undefined ? {} : { because }) };
  });

function askLevel(
  query: LevelQuery,
  worse: Worse,
  reading: (one: Extract<One, { type: 'one' }>, told: { because?: string }, words: string) => Reading,
): PromQuestion {
  const { text, series } =
    typeof query === 'string' ? { text: query, series: 'error' as const } : { text: query.query, series: query.series };
  return {
    ...(isSelector(text) ? { fresh: text } : {}),
    queries: () => new Map([['level', text]]),
    read(moment: Moment) {
      const words = `${text} at ${moment.time}`;
      const one = oneOfSeveral(moment.parts.get('level') ?? [], series, worse);
      if (one.type === 'none') return absent(`${words}: no series`);
      if (one.type === 'error') return failed(`${words}: ${one.because}`);
      const told = [one.because, moment.remarks].filter((remark) => remark !== undefined).join('; ');
      return reading(one, told === '' ? {} : { because: told }, words);
    },
  };
}
