import type { ProblemDocument } from '../vocabulary/problem.ts';

/** Why a call brought no value. */
export type Failure =
  /** The daemon answered no, and says why. */
  | { readonly type: 'refused'; readonly problem: ProblemDocument }
  /** Nobody answered: what the daemon thinks is unknown. */
  | { readonly type: 'unreachable'; readonly because: string }
  /** Something answered, but not as a daemon of this version does. */
  | { readonly type: 'not-understood'; readonly status: number; readonly because: string };

/**
 * What a call comes to. A union instead of an exception: a refusal and a dead connection are ordinary answers that every
 * caller must tell apart (exit code 1 or 3, a message or a reconnect), and `if (!got.ok)` narrows both at once.
 */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** A failure in words, with the hint where there is one. */
export function failureText(failure: Failure): string {
  switch (failure.type) {
    case 'refused': {
      const { detail, hint, problems = [] } = failure.problem;
      const faults = problems.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`));
      return [detail, ...faults, ...(hint === undefined ? [] : [hint])].join('\n');
    }
    case 'unreachable':
    case 'not-understood':
      return failure.because;
  }
}

/** What went wrong, told from the innermost cause: `fetch failed` alone helps nobody. */
export function causeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return causeText(error.cause);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.message || ('code' in error ? String(error.code) : error.name);
}
