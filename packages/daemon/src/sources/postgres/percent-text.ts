import { share } from '@daywatch/shared/vocabulary/written-quantity.ts';
import * as z from 'zod';

/** A share that stays as it was written: `80%`. */
export const percentText = z.union([z.string(), z.number()]).superRefine((text, context) => {
  const read = share.safeParse(text);
  for (const issue of read.error?.issues ?? []) context.addIssue({ ...issue, code: 'custom', path: [] });
});

/** The fraction that a checked text stands for. */
export const shareOf = (text: z.infer<typeof percentText>): number => share.parse(text);
