import * as z from 'zod';
import { parseSelector, SelectorError } from './selector.ts';

/** The text of a selector in a plan; what is wrong with it is said as the parser says it. */
export const selectorSchema = (about: { readonly description: string; readonly examples: string[] }): z.ZodString =>
  z
    .string()
    .min(1)
    .superRefine((text, context) => {
      try {
        parseSelector(text);
      } catch (error) {
        if (!(error instanceof SelectorError)) throw error;
        context.addIssue({ code: 'custom', message: error.message, params: { hint: error.hint } });
      }
    })
    .meta(about);
