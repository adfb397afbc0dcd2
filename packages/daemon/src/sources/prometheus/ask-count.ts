import { oneOfSeveral } from '../timeseries/one-of-several.ts';
import { countedOf, noCount } from './counted-of.ts';
import { totalOf } from './increase.ts';
import { absent, failed, over, type PromQuestion, remarked } from './prom-question.ts';
import { isSelector } from './prometheus-queries.ts';

/** Events in the window. */
export function askCount(query: string): PromQuestion {
  const selector = isSelector(query);
  return {
    ...(selector ? { rare: { part: 'count', selector: query, proven: false }, fresh: query } : {}),
    queries: (window, times) => new Map([['count', totalOf(query, window, times, 'alone')]]),
    read(moment) {
      const { parts, rareUnknown } = moment;
      const words = over(query, moment);
      const one = oneOfSeveral(parts.get('count') ?? [], 'error', 'higher');
      if (one.type === 'error') return failed(`${words}: ${one.because}`);
      if (one.type === 'none') {
        if (selector && rareUnknown === undefined) return { type: 'count', count: 0, ...remarked(moment) };
        return absent(`${words}: ${rareUnknown ?? 'no series; write "or vector(0)" behind it where none means 0'}`);
      }
      const counted = countedOf(one.value, query);
      if (counted === undefined) return failed(`${words}: ${noCount(one.value)}`);
      return { type: 'count', count: counted, ...remarked(moment) };
    },
  };
}
