import * as z from 'zod';
import { contentOf, hasSeveralBodies, requestContent } from '../web/request-content.ts';
import { type StatusExpectation, statusExpectation } from '../web/status-expectation.ts';

/** What a criterion sends to an `http` or `json` source, and which status it takes for an answer. */
export const httpRequest = {
  path: z
    .string()
    .regex(/^\//, 'a path starts with "/"')
    .default('/')
    .meta({ description: 'Path and query, after the url.' }),
  method: z
    .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    .default('GET')
    .meta({ description: 'GET when left out.' }),
  send: z
    .strictObject(requestContent)
    .refine((content) => !hasSeveralBodies(content), {
      message: 'has more than one body',
      params: { hint: 'Write json, form or body.' },
    })
    .optional()
    .meta({ description: 'Headers and body of the request.' }),
  follow: z
    .int()
    .min(0)
    .max(20)
    .default(0)
    .meta({ description: 'How many redirects are followed; 0, when left out: the redirect is the answer.' }),
  status: statusExpectation.default('2xx' satisfies StatusExpectation),
};
const asked = z.object(httpRequest);
export type HttpRequest = z.infer<typeof asked>;

/** `https://x/app` and `/healthz` make `https://x/app/healthz`. */
export const addressOf = (base: string, path: string): string =>
  path === '' ? base : `${base.replace(/\/+$/, '')}${path}`;

/** The part of an outbound request that a criterion says. Its headers go before those of the source. */
export function requestOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  { path, method, send, follow }: HttpRequest,
) {
  const content = contentOf(send ?? {});
  return {
    url: addressOf(url, path),
    method,
    headers: { ...headers, ...content.headers },
    ...(content.body === undefined ? {} : { body: content.body }),
    ...(follow === 0 ? {} : { follow }),
  };
}
