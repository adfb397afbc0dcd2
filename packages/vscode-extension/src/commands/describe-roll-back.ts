import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import { listed, type Question, shortened } from './question.ts';

/** The confirmation of a rollback: where it goes and what it undoes. Pure. */
export function describeRollBack(environment: string, facts: RunnerPreview, reasons: readonly string[]): Question {
  const { version, target, commits, steps, warnings } = facts;
  const titles = (phase: string) => steps.filter((step) => step.phase === phase).map(({ title }) => title);
  return {
    question: `Roll ${environment} back from ${version} to ${target?.version ?? 'the last stable version'}?`,
    detail: [
      ...reasons,
      ...listed('Mind:', warnings),
      ...listed(
        commits.length === 1 ? 'This undoes one commit:' : `This undoes ${commits.length} commits:`,
        shortened(commits),
      ),
      ...listed('Steps:', titles('rolling-back')),
      ...listed('Verified then:', titles('verifying-rollback')),
    ].join('\n'),
  };
}
