import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import { countedOver } from '../counted-over.ts';
import { parseSelector } from '../promql/selector.ts';
import { CounterMemory } from './counter-memory.ts';
import { countersOf, sumOf } from './counters-of.ts';
import { createdName } from './metrics-page.ts';
import { absent, type PageQuestion } from './page-question.ts';

/** Events since the page before. */
export function askCount(query: string, every: Millis | undefined): PageQuestion {
  const selector = parseSelector(query);
  const memory = new CounterMemory();
  const lookedAt = countedOver(every);
  return {
    names: [selector.name, createdName(selector.name)],
    answer(page) {
      const counters = countersOf(page, selector);
      if (counters.type === 'reading') return counters.reading;
      const growth = memory.grown(counters.look);
      memory.remember(counters.look);
      const over = lookedAt(counters.look.at, growth.type === 'grown' ? growth.begun : undefined);
      return growth.type === 'first'
        ? absent(`${query}: ${growth.because}`)
        : { type: 'count', count: sumOf(growth.by), ...over };
    },
  };
}
