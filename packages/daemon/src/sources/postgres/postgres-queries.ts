import * as z from 'zod';
import { gaugeNames } from './named-gauges.ts';

const sql = z
  .string()
  .min(1)
  .meta({ description: 'One statement that only reads.', examples: ['select id from orders where total < 0'] });

export const latencyQuery = z.strictObject({ sql });
export const gaugeQuery = z.union([
  z
    .enum(gaugeNames)
    .meta({ description: 'A level that the server knows of itself. Times in seconds, sizes in bytes.' }),
  z.strictObject({ sql: sql.meta({ description: 'One statement that returns exactly one number.' }) }),
]);
export const rateQuery = z.enum(['rollbacks']).meta({ description: 'Transactions rolled back out of all.' });
export const countQuery = z
  .enum(['deadlocks', 'temp-files', 'conflicts'])
  .meta({ description: 'Events that the server counts.' });
export const checkQuery = z.strictObject({
  sql,
  rows: z.int().min(0).default(0).meta({ description: 'How many rows must come back, exactly; 0 when left out.' }),
});

export type LatencyQuery = z.infer<typeof latencyQuery>;
export type GaugeQuery = z.infer<typeof gaugeQuery>;
export type CountQuery = z.infer<typeof countQuery>;
export type CheckQuery = z.infer<typeof checkQuery>;
