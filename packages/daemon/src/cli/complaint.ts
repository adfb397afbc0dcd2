import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/** Why a command cannot do what was asked: words for the user, never a stack trace. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  readonly hint: string | undefined;
  readonly code: ExitCode;
  constructor(
    message: string,
    { hint, code = exitCode.failed, cause }: { hint?: string; code?: ExitCode; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
    this.code = code;
  }
}

/** A plan or settings with faults; each is shown with its place. */
export class PlanComplaint extends Complaint {
  readonly problems: readonly Problem[];
  readonly text: string | undefined;
  constructor(problems: readonly Problem[], { text, code }: { text?: string | undefined; code?: ExitCode } = {}) {
    super(problems.length === 1 ? 'There is a problem.' : `There are ${problems.length} problems.`, {
      ...(code !== undefined && { code }),
    });
    this.problems = problems;
    this.text = text;
  }
}
