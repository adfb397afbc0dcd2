import * as z from 'zod';
import { parseQuantity, type Quantity, units } from './units.ts';

export const unit = z.enum(units);

/** A limit as people write it: `1%`, `800ms`, `500MB`, `3/min`, `80`. */
export const quantity = z
  .union([z.number(), z.string()])
  .meta({ description: 'A quantity with its unit: 1%, 800ms, 500MB, 3/min, 80.', examples: ['1%', '800ms', 80] })
  .transform((text, context): Quantity => {
    const read = parseQuantity(text);
    if (read !== undefined) return read;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a quantity`,
      params: { hint: 'Write it like 1%, 800ms, 500MB, 3/min or 80.' },
    });
    return z.NEVER;
  });

/** A share of 1, written `25%` or `0.25`. More than the whole is written as a percentage: `150%`. */
export const share = z
  .union([z.number(), z.string()])
  .meta({ description: 'A percentage: 25%, or the fraction 0.25.', examples: ['25%'] })
  .transform((text, context): number => {
    const read = parseQuantity(text);
    if (read?.unit === 'fraction' && read.value >= 0) return read.value;
    if (read?.unit === 'none' && read.value >= 0 && read.value <= 1) return read.value;
    // 25 may be meant as 25 % or as 25 times: nobody could tell.
    context.addIssue(
      read?.unit === 'none' && read.value > 1
        ? {
            code: 'custom',
            message: `${text} is more than the whole`,
            params: { hint: `Write ${read.value < 10 ? `${read.value * 100}%, or ` : ''}${text}%.` },
          }
        : { code: 'custom', message: `"${text}" is not a percentage`, params: { hint: 'Write it like 25%.' } },
    );
    return z.NEVER;
  });
