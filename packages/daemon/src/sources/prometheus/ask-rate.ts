import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { oneOfSeveral } from '../timeseries/one-of-several.ts';
import { countedOf, noCount } from './counted-of.ts';
import { totalOf } from './increase.ts';
import { absent, failed, type Moment, nothing, over, type PromQuestion, remarked } from './prom-question.ts';
import { isSelector, type RateQuery } from './prometheus-queries.ts';

/** Bad events out of all events: both counted, or a ratio and how much it is worth. */
export function askRate(query: RateQuery): PromQuestion {
  const { of } = query;
  const fresh = isSelector(of) ? { fresh: of } : {};
  if ('ratio' in query) {
    return {
      ...fresh,
      queries: (window, times) =>
        new Map([
          ['ratio', query.ratio],
          ['of', totalOf(of, window, times, 'whole')],
        ]),
      read: (moment) => readRatio(query, moment),
    };
  }
  return {
    ...fresh,
    ...(isSelector(query.bad) ? { rare: { part: 'bad', selector: query.bad, proven: true } } : {}),
    queries: (window, times) =>
      new Map([
        ['bad', totalOf(query.bad, window, times, 'part')],
        ['of', totalOf(of, window, times, 'whole')],
      ]),
    read: (moment) => readParts(query, moment),
  };
}

type Events = { readonly count: number } | { readonly none: true } | { readonly reading: Reading };

function eventsOf(text: string, part: string, moment: Moment): Events {
  const one = oneOfSeveral(moment.parts.get(part) ?? [], 'error', 'higher');
  if (one.type === 'none') return { none: true };
  if (one.type === 'error') return { reading: failed(`${over(text, moment)}: ${one.because}`) };
  const count = countedOf(one.value, text);
  return count === undefined ? { reading: failed(`${over(text, moment)}: ${noCount(one.value)}`) } : { count };
}

function readParts({ bad, of }: Extract<RateQuery, { bad: string }>, moment: Moment): Reading {
  const all = eventsOf(of, 'of', moment);
  if ('reading' in all) return all.reading;
  if ('none' in all) return nothing(of, 'of', moment);
  const some = eventsOf(bad, 'bad', moment);
  if ('reading' in some) return some.reading;
  if ('none' in some) {
    if (!isSelector(bad))
      return absent(`${over(bad, moment)}: no series; write "or vector(0)" behind it where none means 0`);
    if (moment.rareUnknown !== undefined) return absent(`${over(bad, moment)}: ${moment.rareUnknown}`);
  }
  const wrong = 'none' in some ? 0 : some.count;
  if (wrong > all.count)
    return failed(
      `${bad} grew by ${wrong}, ${of} only by ${all.count} over ${moment.window} up to ${moment.time}: the first must be a part of the second`,
    );
  return { type: 'rate', bad: wrong, total: all.count, ...remarked(moment) };
}

function readRatio({ ratio, of }: Extract<RateQuery, { ratio: string }>, moment: Moment): Reading {
  const all = eventsOf(of, 'of', moment);
  if ('reading' in all) return all.reading;
  if ('none' in all) return nothing(of, 'of', moment);
  // Of nothing no part can be bad; the ratio is NaN then.
  if (all.count === 0) return { type: 'rate', bad: 0, total: 0, ...remarked(moment) };
  const part = oneOfSeveral(moment.parts.get('ratio') ?? [], 'error', 'higher');
  if (part.type === 'none') return nothing(ratio, 'ratio', moment);
  if (part.type === 'error') return failed(`${over(ratio, moment)}: ${part.because}`);
  if (part.value < 0 || part.value > 1)
    return failed(`${over(ratio, moment)}: ${part.value} is no part of 1; divide by 100 if it is in percent`);
  // Not rounded: 1 % of the 30 events of each reading would be none, again and again.
  const bad = Math.round(part.value * all.count * 1e6) / 1e6;
  return { type: 'rate', bad, total: all.count, ...remarked(moment) };
}
