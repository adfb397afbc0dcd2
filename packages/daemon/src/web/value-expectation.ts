import * as z from 'zod';
import { excerpt } from './excerpt.ts';
import { missingIn, pattern } from './text-expectation.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What one value of a JSON document must be: the same, or within bounds. */
export const valueExpectation = z.union([
  scalar.meta({ description: 'Exactly this value.' }),
  z
    .strictObject({
      contains: z.string().min(1).optional().meta({ description: 'A text that must stand in it.' }),
      matches: pattern.optional(),
      'at-least': z.number().optional().meta({ description: 'The smallest number that is good.' }),
      'at-most': z.number().optional().meta({ description: 'The largest number that is good.' }),
    })
    .refine((expected) => Object.values(expected).some((one) => one !== undefined), {
      message: 'expects nothing',
      params: { hint: 'Write a value, or contains, matches, at-least or at-most.' },
    }),
]);
export type ValueExpectation = z.infer<typeof valueExpectation>;

/** What is wrong with a value, in words: `is "down", expected "ok"`. `undefined` when it is as expected. */
export function wrongWith(value: unknown, expected: ValueExpectation): string | undefined {
  const is = `is ${excerpt(JSON.stringify(value) ?? 'nothing')}`;
  if (typeof expected !== 'object' || expected === null)
    return value === expected ? undefined : `${is}, expected ${JSON.stringify(expected)}`;
  const { contains, matches, 'at-least': least, 'at-most': most } = expected;
  if (contains !== undefined || matches !== undefined) {
    if (typeof value !== 'string') return `${is}, expected a text`;
    const missing = missingIn(value, { contains, matches });
    if (missing !== undefined) return `${is} and ${missing}`;
  }
  if (least === undefined && most === undefined) return undefined;
  if (typeof value !== 'number') return `${is}, expected a number`;
  if (least !== undefined && value < least) return `${is}, expected at least ${least}`;
  if (most !== undefined && value > most) return `${is}, expected at most ${most}`;
  return undefined;
}
