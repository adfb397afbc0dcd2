import * as z from 'zod';

/** `/no stock/i`, or the same without slashes: then capitals count. */
const slashed = /^\/(.+)\/([imsu]*)$/s;

/** A regular expression of JavaScript, with or without slashes around it. Throws what the engine says of a wrong one. */
export function regExpOf(written: string): RegExp {
  const [, body, flags] = slashed.exec(written) ?? [];
  return body === undefined ? new RegExp(written, 's') : new RegExp(body, flags?.includes('s') ? flags : `${flags}s`);
}

/** A text that stays as it was written. */
export const patternText = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    try {
      regExpOf(text);
    } catch (error) {
      context.addIssue({
        code: 'custom',
        message: error instanceof Error ? error.message : `"${text}" is not a regular expression`,
        params: { hint: 'Write a JavaScript regular expression, with slashes around it or without.' },
      });
    }
  });

/** How it is shown. */
export const patternInWords = (written: string): string => (slashed.test(written) ? written : `/${written}/`);
