import * as z from 'zod';
import { durationText } from '../../web/duration-text.ts';
import { levels } from './level.ts';
import { patternText } from './pattern.ts';

const level = z.enum(levels);
const lines = z
  .strictObject({
    level: level.optional().meta({ description: 'Lines of this level or worse; of any when left out.' }),
    match: patternText.optional().meta({ description: 'A regular expression that the whole event must match.' }),
  })
  .refine((of) => of.level !== undefined || of.match !== undefined, {
    message: 'selects every line',
    params: { hint: 'Write level, match, or both.' },
  });
export type Lines = z.infer<typeof lines>;

export const logRate = z.strictObject({
  bad: z
    .union([level, lines])
    .meta({ description: 'The bad lines: a level (and worse), or { level, match }.', examples: ['error'] }),
  of: patternText.optional().meta({
    description: 'Only lines that match this regular expression are counted at all; every line when left out.',
  }),
});
export type LogRate = z.infer<typeof logRate>;

const alarming = z.enum(['warn', 'error', 'fatal']);
export const logCount = z.union([
  z.enum(['errors', 'new-signatures']).meta({
    description:
      'errors: lines of level error or worse. new-signatures: kinds of error lines never seen before the deploy, each counted once.',
  }),
  lines,
  z.strictObject({
    'new-signatures': alarming.meta({ description: 'From which level on a line is an error: warn, error or fatal.' }),
  }),
]);
export type LogCount = z.infer<typeof logCount>;

export const logCheck = z
  .strictObject({
    never: patternText.optional().meta({ description: 'A regular expression that no event may match.' }),
    contains: patternText.optional().meta({ description: 'A regular expression that some event must match.' }),
    within: durationText
      .optional()
      .meta({ description: 'With contains: how long ago it may be; since the last reading when left out.' }),
  })
  .refine((check) => check.never !== undefined || check.contains !== undefined, {
    message: 'expects nothing',
    params: { hint: 'Write never, contains, or both.' },
  })
  .refine((check) => check.within === undefined || check.contains !== undefined, {
    message: 'within says how old a match of contains may be',
    params: { hint: 'Write contains too.' },
  });
export type LogCheck = z.infer<typeof logCheck>;
