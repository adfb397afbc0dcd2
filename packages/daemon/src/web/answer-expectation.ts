import { days, type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue, parseQuantity } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Exchange, OutboundRequest } from '../ports/outbound.ts';
import { excerpt } from './excerpt.ts';
import { jsonPath, parseJson, valueAt } from './json-path.ts';
import { statusExpectation, statusInWords, statusMeets } from './status-expectation.ts';
import { missingIn, textExpectation } from './text-expectation.ts';
import { valueExpectation, wrongWith } from './value-expectation.ts';

/** A number of bytes that stays as it was written. */
const bytes = z
  .union([z.int().min(0), z.string()])
  .refine((size) => bytesOf(size) !== undefined, {
    error: 'is not a size',
    params: { hint: 'Write it like 500kB, 2MB, or a number of bytes.' },
  })
  .meta({ description: 'A size: 500kB, 2MB.', examples: ['500kB'] });

function bytesOf(size: number | string): number | undefined {
  const read = parseQuantity(size);
  return read?.unit === 'bytes' || read?.unit === 'none' ? read.value : undefined;
}

/** What an answer must be like. What is not named is not looked at. */
export const answerExpectation = {
  status: statusExpectation.optional(),
  body: textExpectation.optional().meta({ description: 'What must stand in the body.' }),
  header: z
    .record(z.string().min(1), textExpectation)
    .optional()
    .meta({ description: 'What must stand in headers of the answer, by name.' }),
  json: z
    .record(jsonPath, valueExpectation)
    .optional()
    .meta({ description: 'What values of the JSON body must be, by their path: { $.status: ok }.' }),
  size: z
    .strictObject({
      'at-least': bytes.optional().meta({ description: 'The smallest size of the body that is good.' }),
      'at-most': bytes.optional().meta({ description: 'The largest size of the body that is good.' }),
    })
    .optional()
    .meta({ description: 'How large the body must be, after decompression.' }),
  'tls-days-left': z
    .number()
    .min(0)
    .optional()
    .meta({ description: 'For how many days the certificate must be good at least.' }),
};
const expectation = z.strictObject(answerExpectation);
export type AnswerExpectation = z.infer<typeof expectation>;

type Answer = Extract<Exchange, { type: 'answered' }>;

/** What must be asked for so that it can be judged: a picture, read as text, is of another size. */
export const neededFor = ({ size }: Pick<AnswerExpectation, 'size'>): Pick<OutboundRequest, 'bytes'> =>
  size === undefined ? {} : { bytes: true };

/** Everything that is not as expected, each in a few words: `expected 200`, `header x-release is missing`. */
export function faultsIn(answer: Answer, expected: AnswerExpectation, now: Instant): readonly string[] {
  return [...faults(answer, expected, now)];
}

function* faults(answer: Answer, expected: AnswerExpectation, now: Instant): Iterable<string> {
  const { status, header = {}, body, json, size } = expected;
  if (status !== undefined && !statusMeets(answer.status, status)) yield `expected ${statusInWords(status)}`;
  for (const [name, text] of Object.entries(header)) {
    const value = answer.headers[name.toLowerCase()];
    const missing = value === undefined ? undefined : missingIn(value, text);
    if (value === undefined) yield `without a header ${name}`;
    else if (missing !== undefined) yield `header ${name} "${excerpt(value)}" ${missing}`;
  }
  if (body !== undefined) {
    const missing = missingIn(answer.body, body);
    if (missing !== undefined) yield `body ${answer.body === '' ? '(empty)' : `"${excerpt(answer.body)}"`} ${missing}`;
  }
  if (json !== undefined) yield* faultsOfJson(answer.body, json);
  if (size !== undefined) yield* faultsOfSize(answer, size);
  const daysLeft = expected['tls-days-left'];
  if (daysLeft !== undefined) yield* faultsOfCertificate(answer, daysLeft, now);
}

function* faultsOfJson(body: string, expected: NonNullable<AnswerExpectation['json']>): Iterable<string> {
  const parsed = parseJson(body);
  if ('because' in parsed) {
    yield parsed.because;
    return;
  }
  for (const [path, value] of Object.entries(expected)) {
    const read = valueAt(path, parsed.document);
    const wrong = 'because' in read ? read.because : wrongWith(read.value, value);
    if (wrong !== undefined) yield 'because' in read ? wrong : `${path} ${wrong}`;
  }
}

function* faultsOfSize({ body, bytes }: Answer, size: NonNullable<AnswerExpectation['size']>): Iterable<string> {
  const actual = bytes?.byteLength ?? Buffer.byteLength(body);
  const inWords = (n: number) => formatValue(n, 'bytes');
  const [least, most] = [size['at-least'], size['at-most']].map((one) =>
    one === undefined ? undefined : bytesOf(one),
  );
  if (least !== undefined && actual < least) yield `body of ${inWords(actual)}, expected at least ${inWords(least)}`;
  if (most !== undefined && actual > most) yield `body of ${inWords(actual)}, expected at most ${inWords(most)}`;
}

function* faultsOfCertificate({ certificate }: Answer, least: number, now: Instant): Iterable<string> {
  if (certificate === undefined) yield 'no certificate was seen';
  else if (daysUntil(certificate.expires, now) < least)
    yield `the certificate ends ${rfc3339(certificate.expires)}, expected at least ${least} days left`;
}

/** With a fraction; negative when it is over. */
export const daysUntil = (end: Instant, now: Instant): number => (end - now) / days(1);
