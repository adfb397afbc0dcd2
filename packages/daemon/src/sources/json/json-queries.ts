import * as z from 'zod';
import { jsonPath } from '../../web/json-path.ts';
import { type ValueExpectation, valueExpectation } from '../../web/value-expectation.ts';
import { httpRequest } from '../http-request.ts';

const at = {
  ...httpRequest,
  path: z.string().regex(/^\//, 'a path starts with "/"').optional().meta({
    description: "Path and query, after the source's url; the url itself when left out.",
  }),
  value: jsonPath.meta({
    description: 'Where the value is: a JSON path (RFC 9535) that finds exactly one, $.queue.depth.',
  }),
};

/** A bare path is the shortest question. */
export const jsonGauge = z.union([jsonPath, z.strictObject(at)]);
export const jsonCount = z.union([
  jsonPath,
  z.strictObject({
    ...at,
    of: z.enum(['total', 'interval']).default('total').meta({
      description:
        'total: a counter that only grows, of which the growth is read. interval: events since the answer before, read as they are. total when left out.',
    }),
  }),
]);
export const jsonCheck = z.union([
  jsonPath,
  z.strictObject({
    ...at,
    is: valueExpectation
      .default(true satisfies ValueExpectation)
      .meta({ description: 'What the value must be; true when left out.' }),
  }),
]);

type Place = Exclude<z.infer<typeof jsonGauge>, string>;

/** The long form of a question. */
export const written = <Query extends Place>(
  query: string | Query,
  more: Omit<Query, keyof Place>,
): Query | (Place & typeof more) =>
  typeof query === 'string' ? { value: query, method: 'GET', follow: 0, status: '2xx', ...more } : query;
