import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Exchange, Phases } from '../../ports/outbound.ts';
import { excerpt } from '../excerpt.ts';
import { missingIn, textExpectation } from '../text-expectation.ts';
import { httpRequest } from './http-request.ts';
import { statusInWords, statusMeets } from './status-expectation.ts';

export const httpCheck = z.strictObject({
  ...httpRequest,
  body: textExpectation.optional().meta({ description: 'What must stand in the body.' }),
  header: z
    .record(z.string().min(1), textExpectation)
    .optional()
    .meta({ description: 'What must stand in headers of the answer, by name.' }),
});
export type HttpCheck = z.infer<typeof httpCheck>;

type Answer = Extract<Exchange, { type: 'answered' }>;

/** Yes or no, with what was seen: "GET /healthz answered 503, expected 200; connect 1 ms, first byte 12 ms". */
export function judgeAnswer(check: HttpCheck, answer: Answer): Reading {
  const faults = [...faultsOf(check, answer)];
  const because = [`${check.method} ${check.path} answered ${answer.status}`, ...faults].join(', ');
  return { type: 'check', ok: faults.length === 0, because: `${because}; ${phasesInWords(answer.phases)}` };
}

function* faultsOf(check: HttpCheck, answer: Answer): Iterable<string> {
  if (!statusMeets(answer.status, check.status)) yield `expected ${statusInWords(check.status)}`;
  for (const [name, expected] of Object.entries(check.header ?? {})) {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) yield `without a header ${name}`;
    else {
      const missing = missingIn(value, expected);
      if (missing !== undefined) yield `header ${name} "${excerpt(value)}" ${missing}`;
    }
  }
  if (check.body !== undefined) {
    const missing = missingIn(answer.body, check.body);
    if (missing !== undefined) yield `body ${answer.body === '' ? '(empty)' : `"${excerpt(answer.body)}"`} ${missing}`;
  }
}

const inWords = (span: Millis): string => formatValue(inSeconds(span), 's');

function phasesInWords({ dns, connect, tls, firstByte }: Phases): string {
  const parts: readonly (readonly [string, Millis | undefined])[] = [
    ['dns', dns],
    ['connect', connect],
    ['tls', tls],
    ['first byte', firstByte],
  ];
  return parts.flatMap(([name, span]) => (span === undefined ? [] : [`${name} ${inWords(span)}`])).join(', ');
}
