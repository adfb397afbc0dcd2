import * as z from 'zod';
import { defineSourceKind, type SourceTools } from '../ports/kind.ts';
import type { Probe, Question, Source } from '../ports/source.ts';
import { durationText, spanOf } from '../web/duration-text.ts';
import { checkedProbe } from './checked-probe.ts';
import { checkedSource } from './checked-source.ts';
import { countedOver } from './counted-over.ts';
import { naming } from './naming.ts';
import { askCheck } from './postgres/check-question.ts';
import { Database } from './postgres/database.ts';
import { checkQuery, countQuery, gaugeQuery, latencyQuery, rateQuery } from './postgres/postgres-queries.ts';
import { askCount, askGauge, askLatency, askRate } from './postgres/questions.ts';
import { StatementWatch } from './postgres/statements/statement-watch.ts';

const postgresOptions = z.strictObject({
  url: z
    .string()
    .min(1)
    .meta({ description: 'postgres://user:password@host/database, best of a role that only reads.' }),
  ca: z.string().min(1).optional().meta({
    description:
      'Certificates to trust: a PEM file, or the text itself. With it TLS is required and checked, unless sslmode of the address says less.',
  }),
  timeout: durationText
    .default('5s')
    .meta({ description: 'For connecting, and for each statement; 5s when left out.' }),
  'lock-timeout': durationText
    .default('2s')
    .meta({ description: 'How long a statement waits for a lock, as of a migration; 2s when left out.' }),
});

export const postgres = defineSourceKind({
  type: 'postgres',
  summary:
    'Reads from a PostgreSQL database (14 or newer): its own statistics, and SQL of yours in read-only transactions.',
  options: postgresOptions,
  measures: {
    latency: {
      query: latencyQuery,
      unit: 's',
      summary: 'How long a statement takes, over the wire and back; or the mean time of statements of the service.',
    },
    gauge: {
      query: gaugeQuery,
      summary: 'Connections, locks, long transactions, replication, bloat, size; or one number by SQL.',
    },
    rate: {
      query: rateQuery,
      unit: 'fraction',
      summary: 'Transactions rolled back, or blocks not in the cache, out of all.',
    },
    count: { query: countQuery, summary: 'Deadlocks, temporary files, slower or new statements since the deploy.' },
    check: {
      query: checkQuery,
      summary:
        'Integrity: SQL that must return so many rows, usually none; constraints, indexes, sequences, migrations.',
    },
  },
  open: (options, tools) => checkedSource(tools.name, addressed, options, (checked) => openPostgres(checked, tools)),
});

/** With the secrets put in, it must be an address. */
const addressed = postgresOptions.refine(({ url }) => /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url), {
  path: ['url'],
  message: 'it is not an address like postgres://user:password@host/database',
});

function openPostgres(options: z.infer<typeof postgresOptions>, tools: SourceTools): Source {
  const { name, clock, log, memory, reach } = tools;
  const { url, ca } = options;
  const database = new Database({
    url,
    ...(ca !== undefined && { ca }),
    reach,
    timeout: spanOf(options.timeout),
    lockTimeout: spanOf(options['lock-timeout']),
    clock,
    log,
  });
  const statements = new StatementWatch({ database, memory, clock });

  const probe = ({ measure, query, every }: Question): Probe => {
    switch (measure) {
      case 'latency':
        return checkedProbe(name, latencyQuery, query, (asked) =>
          naming(name, askLatency(database, asked, statements)),
        );
      case 'gauge':
        return checkedProbe(name, gaugeQuery, query, (asked) => naming(name, askGauge(database, asked)));
      case 'rate':
        return checkedProbe(name, rateQuery, query, (asked) => naming(name, askRate(database, asked)));
      case 'count':
        return checkedProbe(name, countQuery, query, (asked) => {
          const lookedAt = countedOver(every);
          const looked = (startedOver: boolean) => lookedAt(clock.now(), startedOver);
          return naming(name, askCount(database, asked, statements, looked));
        });
      case 'check':
        return checkedProbe(name, checkQuery, query, (asked) =>
          naming(name, askCheck(asked, { database, memory, reach })),
        );
    }
  };
  return { probe, close: () => database.close() };
}
