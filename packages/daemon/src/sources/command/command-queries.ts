import * as z from 'zod';
import { durationText } from '../../web/duration-text.ts';

const run = z.string().min(1).meta({ description: 'A command line for sh, run where the daemon runs.' });
const timeout = durationText
  .optional()
  .meta({ description: 'How long it may take; as long as a reading of the criterion when left out.' });

/** A number or numbers that the command prints as JSON. */
export const printedQuery = z.strictObject({ run, timeout });

export const testReport = z.strictObject({
  format: z.enum(['junit', 'tap']).meta({ description: 'How the tests were told: JUnit XML, or TAP.' }),
  file: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The file that the command writes, from its folder; standard output when left out.' }),
  'tests-at-least': z
    .int()
    .min(1)
    .default(1)
    .meta({ description: 'Fewer tests than this are a failure, for tests that did not run have not passed.' }),
  skipped: z
    .enum(['allowed', 'failing'])
    .default('allowed')
    .meta({ description: 'Whether a skipped test is a failure.' }),
});
export type TestReportQuery = z.infer<typeof testReport>;

export const commandCheckQuery = z.union([
  z.strictObject({
    run,
    timeout,
    'exit-code': z
      .int()
      .min(0)
      .max(255)
      .default(0)
      .meta({ description: 'The exit code that passes; 0 when left out.' }),
  }),
  z.strictObject({
    run,
    timeout,
    json: z.literal(true).meta({ description: 'The command prints {"ok": true} or {"ok": false, "because": "…"}.' }),
  }),
  z.strictObject({
    run,
    timeout,
    report: testReport.meta({ description: 'The command runs tests, and reports each of them.' }),
  }),
]);
