import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { phaseWords } from '@daywatch/shared/present/words.ts';
import { t } from '@vscode/l10n';
import { listed, type Question, shortened } from './question.ts';

/** The confirmation of a deploy: commit, steps, rollback target, and what runs there now. Pure. */
export function describeDeploy(
  environment: string,
  facts: RunnerPreview,
  running?: EnvironmentView['deployment'],
): Question {
  const { version, commit, steps, target, commits, warnings } = facts;
  const back =
    target === undefined
      ? t('No rollback target is known.')
      : t('A rollback would go to {0} ({1}).', target.version, target.ref);
  const now =
    running === undefined ? [] : [t('There now: {0} ({1}).', running.version, phaseWords[running.phase].toLowerCase())];
  const titles = (phase: string) => steps.filter((step) => step.phase === phase).map(({ title }) => title);
  return {
    question: t('Deploy {0} ({1}) to {2}?', version, commit.slice(0, 7), environment),
    detail: [
      ...now,
      back,
      ...listed(t('Mind:'), warnings),
      ...listed(commits.length === 1 ? t('One commit:') : t('{0} commits:', commits.length), shortened(commits)),
      ...listed(t('Checked first:'), titles('preflight')),
      ...listed(t('Steps:'), titles('deploying')),
      ...listed(t('Verified then:'), titles('verifying')),
    ].join('\n'),
  };
}
