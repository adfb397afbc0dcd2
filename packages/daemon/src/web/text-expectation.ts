import * as z from 'zod';
import { expressionText, linearExpression } from './linear-expression.ts';

/** A regular expression. */
export const pattern = expressionText('Write a regular expression, without slashes around it.').meta({
  description: 'A regular expression that must match somewhere.',
});

/** What a text must be like: a piece of it, or `contains` and `matches`. */
export const textExpectation = z.union([
  z.string().min(1).meta({ description: 'A text that must stand in it.' }),
  z
    .strictObject({
      contains: z.string().min(1).optional().meta({ description: 'A text that must stand in it.' }),
      matches: pattern.optional(),
    })
    .refine((expected) => expected.contains !== undefined || expected.matches !== undefined, {
      message: 'expects nothing',
      params: { hint: 'Write contains, matches, or both.' },
    }),
]);
export type TextExpectation = z.infer<typeof textExpectation>;

/** What `text` lacks, in words: `has no "ok"`. `undefined` when it is as expected. */
export function missingIn(text: string, expected: TextExpectation): string | undefined {
  const { contains, matches } = typeof expected === 'string' ? { contains: expected, matches: undefined } : expected;
  if (contains !== undefined && !text.includes(contains)) return `has no "${contains}"`;
  if (matches !== undefined && !linearExpression(matches, ['s']).test(text)) return `does not match /${matches}/`;
  return undefined;
}
