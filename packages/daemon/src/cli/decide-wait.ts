import type { VerdictDocument } from '@daywatch/shared/api/views.ts';
import type { Failure, Result } from '@daywatch/shared/client/result.ts';
import { isStale } from '@daywatch/shared/present/is-stale.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

export type WaitFor = 'go' | 'final';

/** What one answer means to somebody who waits. */
export type Standing =
  | { readonly type: 'over'; readonly code: ExitCode }
  /** Ask again; if the time is over, this is the answer. */
  | { readonly type: 'open'; readonly code: typeof exitCode.undecided | typeof exitCode.unknown };

/** GO is said only to a fresh verdict that says so. Pure. */
export function decideWait(answer: Result<VerdictDocument>, what: WaitFor, now: Instant): Standing {
  if (!answer.ok) return standingOf(answer.failure);
  const { verdict, final } = answer.value;
  if (isStale(answer.value, now)) return { type: 'open', code: exitCode.unknown };
  if (what === 'final' && !final) return { type: 'open', code: exitCode.undecided };
  switch (verdict) {
    case 'go':
      return { type: 'over', code: exitCode.ok };
    case 'no-go':
      return { type: 'over', code: exitCode.failed };
    case 'undecided':
      return { type: final ? 'over' : 'open', code: exitCode.undecided };
  }
}

/** A daemon that is away may come back; one that says no will say no again. */
function standingOf(failure: Failure): Standing {
  const unknown = exitCode.unknown;
  if (failure.type !== 'refused') return { type: 'open', code: unknown };
  const { code, status } = failure.problem;
  if (code === 'unknown-environment') return { type: 'over', code: exitCode.wrongUse };
  return { type: status >= 500 || status === 408 || status === 429 ? 'open' : 'over', code: unknown };
}
