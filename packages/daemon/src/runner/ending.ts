import { type Failure, failureText } from '@daywatch/shared/client/result.ts';

/** How the runner's work ended. */
export type Ending =
  | { readonly type: 'done' }
  /** It did not begin, or a step failed. */
  | { readonly type: 'failed'; readonly because: string; readonly hint?: string }
  | { readonly type: 'interrupted'; readonly because: string; readonly hint: string }
  /** The daemon cannot be asked, so nobody knows. */
  | { readonly type: 'unknown'; readonly because: string; readonly hint?: string };

export function endingOf(failure: Failure): Ending {
  if (failure.type === 'refused') return { type: 'failed', because: failureText(failure) };
  return { type: 'unknown', because: failureText(failure), hint: startIt };
}

export const startIt = 'Start it with `daywatch serve`, or say where it is: --daemon URL or DAYWATCH_URL.';

export const failed = (because: string, hint?: string): Ending => ({
  type: 'failed',
  because,
  ...(hint !== undefined && { hint }),
});
