import * as z from 'zod';
import { durationText } from '../../web/duration-text.ts';
import { expressionText } from '../../web/linear-expression.ts';
import { gaugeDescriptions, gaugeNames } from './named-gauges.ts';
import { percentText } from './percent-text.ts';

const sql = z
  .string()
  .min(1)
  .meta({ description: 'One statement that only reads.', examples: ['select id from orders where total < 0'] });
const table = z
  .string()
  .min(1)
  .meta({ description: 'A table, with its schema where the role does not find it by itself: shop.orders.' });
const unhurried = durationText.optional().meta({
  description: "How long the server may work at it; the source's timeout when left out. Raise the criterion's too.",
});
const whichQuery = expressionText('Write a regular expression, or the queryid of pg_stat_statements.');
const except = z.array(z.string().min(1)).default([]).meta({ description: 'Known ones, by name, that do not count.' });

export const latencyQuery = z.union([
  z.strictObject({ sql }),
  z.strictObject({
    query: whichQuery.meta({
      description:
        'Statements of the service in pg_stat_statements: a queryid, or a regular expression that their text matches. One value a reading: their mean time since the reading before. Needs pg_monitor.',
      examples: ['from orders where customer_id'],
    }),
  }),
]);

export const gaugeQuery = z.union([
  z.enum(gaugeNames).meta({
    description: 'A level that the server knows of itself. Times in seconds, sizes in bytes.',
    enumDescriptions: gaugeDescriptions,
  }),
  z.strictObject({ sql: sql.meta({ description: 'One statement that returns exactly one number.' }) }),
]);

export const rateQuery = z.enum(['rollbacks', 'cache-misses']).meta({
  description: 'Shares of what the server counts in pg_stat_database.',
  enumDescriptions: [
    'Transactions rolled back out of all, those of Daywatch left out.',
    'Blocks that were not in the cache of the server, out of all blocks read.',
  ],
});

/** Events of pg_stat_database, and what they are. */
export const countedEvents = {
  deadlocks: 'Deadlocks that the server ended by ending one of the transactions.',
  'temp-files': 'Temporary files, written by sorts and joins that have not enough memory.',
  'temp-bytes': 'Bytes written to temporary files. Its limit is a bare number of bytes a minute.',
  conflicts: 'Statements ended on a standby because recovery needed their rows.',
  'checksum-failures': 'Pages whose checksum is wrong: the disk has damaged data.',
  'sessions-killed': 'Sessions ended by an operator or by a fatal error of the server.',
} as const;
export type CountedEvent = keyof typeof countedEvents;

const settings = {
  calls: z
    .int()
    .min(20)
    .default(50)
    .meta({ description: 'Calls since the deploy before it is judged; 50 when left out.' }),
  'at-least': durationText
    .default('5ms')
    .meta({ description: 'Less than this in a mean call is nothing to speak of; 5ms when left out.' }),
  except: z
    .array(whichQuery)
    .default([])
    .meta({ description: 'Statements that do not count: queryids, or regular expressions that their text matches.' }),
};
const slowerQueries = z.strictObject({
  factor: z.number().gt(1).default(2).meta({ description: 'So many times slower than before; 2 when left out.' }),
  for: durationText.default('4m').meta({ description: 'How long it must last; 4m when left out.' }),
  ...settings,
});
const newQueries = z.strictObject({
  ...settings,
  'at-least': durationText
    .default('20ms')
    .meta({ description: 'A new statement is told when its mean call takes this long; 20ms when left out.' }),
});

const countWords = [...(Object.keys(countedEvents) as CountedEvent[]), 'slower-queries', 'new-queries'] as const;
export const countQuery = z.union([
  z.enum(countWords).meta({
    description: 'Events that the server counts, or statements that got worse since the deploy.',
    enumDescriptions: [
      ...Object.values(countedEvents),
      'Statements at least twice as slow as before the deploy, by pg_stat_statements. Needs pg_monitor.',
      'Statements never seen before the deploy whose mean call takes 20 ms or more. Needs pg_monitor.',
    ],
  }),
  z.strictObject({
    'slower-queries': slowerQueries.meta({
      description: 'Statements that are slower than before the deploy, by pg_stat_statements. Needs pg_monitor.',
    }),
  }),
  z.strictObject({
    'new-queries': newQueries.meta({
      description: 'Slow statements that were never seen before the deploy, by pg_stat_statements. Needs pg_monitor.',
    }),
  }),
  z.strictObject({
    calls: whichQuery.meta({
      description:
        'Calls of statements in pg_stat_statements: a queryid, or a regular expression that their text matches. Needs pg_monitor.',
    }),
  }),
]);

const names = z.array(z.string().min(1)).min(1);
const checkWords = ['not-valid-constraints', 'invalid-indexes', 'sequences'] as const;
export const checkQuery = z.union([
  z.enum(checkWords).meta({
    description: 'What the catalogue of the database says about its integrity.',
    enumDescriptions: [
      'No constraint is NOT VALID: each holds for rows that were there before it, too.',
      'No index is invalid, as a CREATE INDEX CONCURRENTLY that failed leaves it.',
      'No sequence has used up more than 80 % of its numbers. Needs pg_read_all_data.',
    ],
  }),
  z.strictObject({
    sql,
    rows: z.int().min(0).default(0).meta({ description: 'How many rows must come back, exactly; 0 when left out.' }),
    show: z
      .enum(['keys', 'nothing'])
      .default('keys')
      .meta({ description: 'Of the first five rows: numbers, times and UUIDs with text masked (keys), or nothing.' }),
    timeout: unhurried,
  }),
  z.strictObject({ 'not-valid-constraints': z.strictObject({ except }) }),
  z.strictObject({ 'invalid-indexes': z.strictObject({ except }) }),
  z.strictObject({
    sequences: z.strictObject({
      'used-at-most': percentText.default('80%').meta({ description: 'Of the numbers there are; 80% when left out.' }),
      except,
    }),
  }),
  z.strictObject({
    migrations: z
      .strictObject({
        folder: z.string().min(1).meta({
          description:
            "Where the migrations lie, from the plan's folder: of Drizzle Kit (with meta/_journal.json), of Prisma (migration_lock.toml), or plain .sql files.",
        }),
        table: table.optional().meta({
          description:
            'Where the database notes what it has applied; drizzle.__drizzle_migrations, _prisma_migrations, or migrations when left out.',
        }),
        column: z.string().min(1).optional().meta({
          description: "Of plain files: the column with the file's name, with or without .sql; name when left out.",
        }),
      })
      .meta({ description: 'What lies in the folder is applied, unchanged, and nothing else is.' }),
  }),
  z.strictObject({
    orphans: z
      .strictObject({
        table,
        column: z.string().min(1).meta({ description: 'The column that points to another table.' }),
        of: table.optional().meta({ description: 'The table it points to; that of its foreign key when left out.' }),
        key: z
          .string()
          .min(1)
          .default('id')
          .meta({ description: 'The column it is found by there; id when left out. Only with `of`.' }),
        timeout: unhurried,
      })
      .meta({ description: 'No row points to one that is not there.' }),
  }),
  z.strictObject({
    'row-count': z
      .strictObject({
        table,
        where: z
          .string()
          .min(1)
          .optional()
          .meta({ description: 'A condition in SQL: only rows that meet it are counted.' }),
        'falls-at-most': percentText
          .optional()
          .meta({ description: 'Compared with the last count before the deploy.' }),
        'grows-at-most': percentText
          .optional()
          .meta({ description: 'Compared with the last count before the deploy.' }),
        timeout: unhurried,
      })
      .refine((asked) => asked['falls-at-most'] !== undefined || asked['grows-at-most'] !== undefined, {
        message: 'accepts everything',
        params: { hint: 'Add falls-at-most: 20%, grows-at-most: 50%, or both.' },
      })
      .meta({ description: 'The number of rows has not jumped since the deploy.' }),
  }),
  z.strictObject({
    amcheck: z.union([z.literal('all'), names]).meta({
      description: 'B-tree indexes by name, or all: each is checked with bt_index_check of the amcheck extension.',
    }),
    'every-row': z
      .boolean()
      .default(false)
      .meta({ description: 'Also that each row of the table is in the index; much slower.' }),
    timeout: unhurried,
  }),
]);

export type LatencyQuery = z.infer<typeof latencyQuery>;
export type GaugeQuery = z.infer<typeof gaugeQuery>;
export type RateQuery = z.infer<typeof rateQuery>;
export type CountQuery = z.infer<typeof countQuery>;
export type CheckQuery = z.infer<typeof checkQuery>;
export type SlowerQueries = z.infer<typeof slowerQueries>;
export type NewQueries = z.infer<typeof newQueries>;
export const usualSlowerQueries: SlowerQueries = slowerQueries.parse({});
export const usualNewQueries: NewQueries = newQueries.parse({});
