import * as z from 'zod';

/** One fault in what a user wrote: where it is, what is wrong, what to do. */
export const problem = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().exactOptional(),
  /** What was probably meant by the word that stands there. */
  meant: z.string().exactOptional(),
  /** Keys from the top of the document, joined by dots. */
  path: z.string().exactOptional(),
  file: z.string().exactOptional(),
  /** From 1. */
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
});
export type Problem = z.infer<typeof problem>;

/** A refusal as RFC 9457 has it, with a permanent code and what to do about it. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  hint: z.string().exactOptional(),
  problems: z.array(problem).exactOptional(),
});
export type ProblemDocument = z.infer<typeof problemDocument>;
