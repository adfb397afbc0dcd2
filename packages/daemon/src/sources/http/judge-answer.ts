import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import * as z from 'zod';
import type { Exchange, Phases } from '../../ports/outbound.ts';
import { answerExpectation, faultsIn } from '../../web/answer-expectation.ts';
import { httpRequest } from '../http-request.ts';

export const httpCheck = z.strictObject({
  ...answerExpectation,
  ...httpRequest,
  'second-try': z.boolean().optional().meta({
    description:
      'Asks once more, at once, when it does not hold: one lost packet is not an outage. When left out: for GET, HEAD and OPTIONS, for any other request may do its work twice.',
  }),
});
export type HttpCheck = z.infer<typeof httpCheck>;

/** A request that changes nothing can be repeated. */
export const isTriedTwice = ({ method, 'second-try': wanted }: HttpCheck): boolean =>
  wanted ?? ['GET', 'HEAD', 'OPTIONS'].includes(method);

type Answer = Extract<Exchange, { type: 'answered' }>;

/** Yes or no, with what was seen: "GET /healthz answered 503, expected 200; connect 1 ms, first byte 12 ms". */
export function judgeAnswer(check: HttpCheck, answer: Answer, now: Instant): Reading {
  const faults = faultsIn(answer, check, now);
  const from = answer.url === undefined ? '' : ` from ${answer.url}`;
  const because = [`${check.method} ${check.path} answered ${answer.status}${from}`, ...faults].join(', ');
  return { type: 'check', ok: faults.length === 0, because: `${because}; ${phasesInWords(answer.phases)}` };
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
