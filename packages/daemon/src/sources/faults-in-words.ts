import type * as z from 'zod';

/** What a schema found wrong, on one line, without the values. */
export function faultsInWords(issues: readonly z.core.$ZodIssue[]): string {
  const words = issues.flatMap((issue): string[] =>
    issue.code === 'invalid_union'
      ? issue.errors.map((branch) => faultsInWords(branch)).filter((fault) => fault !== '')
      : [[...issue.path, issue.message].join(': ')],
  );
  return [...new Set(words)].join('; ');
}
