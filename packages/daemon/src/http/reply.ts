import type { Problem, ProblemDocument } from '@daywatch/shared/vocabulary/problem.ts';
import type * as z from 'zod';
import { type Refusal, refusals } from '../problems.ts';
import { secureHeaders } from './headers.ts';

const jsonHeaders = { ...secureHeaders, 'content-type': 'application/json' };

export const jsonReply = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: jsonHeaders });

export const textReply = (text: string, status = 200, type = 'text/plain; charset=utf-8'): Response =>
  new Response(text, { status, headers: { ...secureHeaders, 'content-type': type } });

/** A refusal as RFC 9457 has it. */
export function problemReply(refused: Refusal): Response {
  const { status } = refusals[refused.code];
  return new Response(JSON.stringify(problemDocumentOf(refused)), {
    status,
    headers: {
      ...secureHeaders,
      'content-type': 'application/problem+json',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  });
}

function problemDocumentOf({ code, detail, hint, problems }: Refusal): ProblemDocument {
  const { status, title } = refusals[code];
  return {
    // Relative to the daemon, whose page on the API lists the codes.
    type: `/docs#${code}`,
    title,
    status,
    code,
    detail,
    ...(hint !== undefined && { hint }),
    ...(problems !== undefined && { problems: [...problems] }),
  };
}

/** Every fault of a body or a query, each with its path. */
export function requestInvalid(where: 'body' | 'query', error: z.core.$ZodError): Refusal {
  const problems = error.issues.flatMap((issue) => problemsOf(issue, [where]));
  const faults = problems.length === 1 ? 'a fault' : `${problems.length} faults`;
  return { code: 'request-invalid', detail: `The ${where} has ${faults}.`, hint: 'See /docs.', problems };
}

function problemsOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): Problem[] {
  const path = [...above, ...issue.path];
  const at = (keys: readonly PropertyKey[], message: string): Problem => ({
    code: issue.code.replaceAll('_', '-'),
    message,
    path: keys.map(String).join('.'),
    ...hintOf(issue),
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at([...path, key], 'is not known here'));
    case 'invalid_union': {
      // The variant that comes closest tells most.
      const [closest] = [...issue.errors].sort((a, b) => a.length - b.length);
      return closest === undefined || closest.length === 0
        ? [at(path, issue.message)]
        : closest.flatMap((inner) => problemsOf(inner, path));
    }
    default:
      return [at(path, issue.message)];
  }
}

function hintOf(issue: z.core.$ZodIssue): { hint?: string } {
  const hint = issue.code === 'custom' ? issue.params?.hint : undefined;
  return typeof hint === 'string' ? { hint } : {};
}
