import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import { t } from '@vscode/l10n';
import { listed, type Question, shortened } from './question.ts';

/** The confirmation of a rollback: where it goes and what it undoes. Pure. */
export function describeRollBack(environment: string, facts: RunnerPreview, reasons: readonly string[]): Question {
  const { version, target, commits, steps, warnings } = facts;
  const titles = (phase: string) => steps.filter((step) => step.phase === phase).map(({ title }) => title);
  return {
    question: t(
      'Roll {0} back from {1} to {2}?',
      environment,
      version,
      target?.version ?? t('the last stable version'),
    ),
    detail: [
      ...reasons,
      ...listed(t('Mind:'), warnings),
      ...listed(
        commits.length === 1 ? t('This undoes one commit:') : t('This undoes {0} commits:', commits.length),
        shortened(commits),
      ),
      ...listed(t('Steps:'), titles('rolling-back')),
      ...listed(t('Verified then:'), titles('verifying-rollback')),
    ].join('\n'),
  };
}
