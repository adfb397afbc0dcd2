import { parseSelector } from '../promql/selector.ts';
import { CounterMemory } from './counter-memory.ts';
import { countersOf, sumOf } from './counters-of.ts';
import { createdName } from './metrics-page.ts';
import type { RateQuery } from './metrics-queries.ts';
import { absent, failed, type PageQuestion } from './page-question.ts';

/** Bad events out of all events since the page before. */
export function askRate(query: RateQuery): PageQuestion {
  const bad = { selector: parseSelector(query.bad), memory: new CounterMemory() };
  const of = { selector: parseSelector(query.of), memory: new CounterMemory() };
  return {
    names: [bad.selector.name, of.selector.name].flatMap((name) => [name, createdName(name)]),
    answer(page) {
      const all = countersOf(page, of.selector);
      if (all.type === 'reading') return all.reading;
      const some = countersOf(page, bad.selector);
      if (some.type === 'reading') return some.reading;

      const total = of.memory.grown(all.look);
      const wrong = bad.memory.grown(some.look);
      const remember = () => {
        of.memory.remember(all.look);
        bad.memory.remember(some.look);
      };
      if (all.notYet) {
        remember();
        return absent(`${query.of}: no series of ${of.selector.name} matches`);
      }
      if (total.type === 'first' || wrong.type === 'first') {
        remember();
        return absent(`${query.of}: ${total.type === 'first' ? total.because : 'first scrape'}`);
      }
      const reading = { type: 'rate', bad: sumOf(wrong.by), total: sumOf(total.by) } as const;
      // Not remembered: where a request is counted after its error, the next page has both.
      if (reading.bad > reading.total)
        return failed(
          `${query.bad} grew by ${reading.bad}, ${query.of} only by ${reading.total}: the first must be a part of the second`,
        );
      remember();
      return reading;
    },
  };
}
