import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { durationText, spanOf } from './duration-text.ts';
import { naming } from './naming.ts';
import { Database } from './postgres/database.ts';
import { checkQuery, countQuery, gaugeQuery, latencyQuery, rateQuery } from './postgres/postgres-queries.ts';
import { askCheck, askCount, askGauge, askLatency, askRollbacks } from './postgres/questions.ts';

const postgresOptions = z.strictObject({
  url: z
    .string()
    .min(1)
    .meta({ description: 'postgres://user:password@host/database, best of a role that only reads.' }),
  timeout: durationText
    .default('5s')
    .meta({ description: 'For connecting, and for each statement; 5s when left out.' }),
});

export const postgres = defineSourceKind({
  type: 'postgres',
  summary:
    'Reads from a PostgreSQL database (14 or newer): its own statistics, and SQL of yours in read-only transactions.',
  options: postgresOptions,
  measures: {
    latency: { query: latencyQuery, unit: 's', summary: 'How long a statement takes, over the wire and back.' },
    gauge: { query: gaugeQuery, summary: 'Connections, locks, long transactions, cache, size; or one number by SQL.' },
    rate: { query: rateQuery, unit: 'fraction', summary: 'Transactions rolled back out of all.' },
    count: { query: countQuery, summary: 'Deadlocks, temporary files, conflicts with recovery.' },
    check: { query: checkQuery, summary: 'Integrity: SQL that must return so many rows, usually none.' },
  },
  open: (options, tools) => checkedSource(tools.name, addressed, options, (checked) => openPostgres(checked, tools)),
});

/** With the secrets put in, it must be an address. */
const addressed = postgresOptions.refine(({ url }) => /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url), {
  path: ['url'],
  message: 'it is not an address like postgres://user:password@host/database',
});

function openPostgres(options: z.infer<typeof postgresOptions>, { name, clock, log }: SourceTools): Source {
  const database = new Database({ url: options.url, timeout: spanOf(options.timeout), clock, log });

  const probe = ({ measure, query }: Question): Probe => {
    switch (measure) {
      case 'latency':
        return checkedProbe(name, latencyQuery, query, (latency) => naming(name, askLatency(database, latency)));
      case 'gauge':
        return checkedProbe(name, gaugeQuery, query, (gauge) => naming(name, askGauge(database, gauge)));
      case 'rate':
        return checkedProbe(name, rateQuery, query, () => naming(name, askRollbacks(database)));
      case 'count':
        return checkedProbe(name, countQuery, query, (count) => naming(name, askCount(database, count)));
      case 'check':
        return checkedProbe(name, checkQuery, query, (check) => naming(name, askCheck(database, check)));
    }
  };
  return { probe, close: () => database.close() };
}
