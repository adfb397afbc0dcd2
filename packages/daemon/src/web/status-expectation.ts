import * as z from 'zod';

const status = z.int().min(100).max(599);

/** Which status codes are good: `200`, `[200, 204]`, `2xx`. */
export const statusExpectation = z
  .union([status, z.array(status).min(1), z.string().regex(/^[1-5]xx$/, 'write a class of status codes as 2xx')])
  .meta({ description: 'Good status codes: 200, [200, 204] or 2xx.', examples: [200, '2xx'] });
export type StatusExpectation = z.infer<typeof statusExpectation>;

export function statusMeets(actual: number, expected: StatusExpectation): boolean {
  if (typeof expected === 'number') return actual === expected;
  if (typeof expected === 'string') return Math.floor(actual / 100) === Number(expected[0]);
  return expected.includes(actual);
}

export const statusInWords = (expected: StatusExpectation): string =>
  Array.isArray(expected) ? expected.join(' or ') : String(expected);
