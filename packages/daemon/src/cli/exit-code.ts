import type { Failure } from '@daywatch/shared/client/result.ts';
import type { Ending } from '../runner/ending.ts';

/** What a script reads: the same numbers for every command. */
export const exitCode = {
  ok: 0,
  failed: 1,
  /** `wait`: neither GO nor NO-GO when the time was over. */
  undecided: 2,
  /** The daemon cannot be asked, or is not to be believed. */
  unknown: 3,
  wrongUse: 64,
  /** A fault of Daywatch: never mistaken for a NO-GO. */
  bug: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

export function exitCodeOf(ending: Ending): ExitCode {
  switch (ending.type) {
    case 'done':
      return exitCode.ok;
    case 'failed':
      return exitCode.failed;
    case 'interrupted':
      return exitCode.interrupted;
    case 'unknown':
      return exitCode.unknown;
  }
}

/** A refusal is the daemon's answer; everything else leaves us without one. */
export function exitCodeOfFailure(failure: Failure): ExitCode {
  if (failure.type !== 'refused' || failure.problem.status >= 500) return exitCode.unknown;
  return failure.problem.code === 'unknown-environment' ? exitCode.wrongUse : exitCode.failed;
}
