import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { phaseWords } from '@daywatch/shared/present/words.ts';
import { listed, type Question, shortened } from './question.ts';

/** The confirmation of a deploy: commit, steps, rollback target, and what runs there now. Pure. */
export function describeDeploy(
  environment: string,
  facts: RunnerPreview,
  running?: EnvironmentView['deployment'],
): Question {
  const { version, commit, steps, target, commits, warnings } = facts;
  const back =
    target === undefined ? 'No rollback target is known.' : `A rollback would go to ${target.version} (${target.ref}).`;
  const now =
    running === undefined ? [] : [`There now: ${running.version} (${phaseWords[running.phase].toLowerCase()}).`];
  const titles = (phase: string) => steps.filter((step) => step.phase === phase).map(({ title }) => title);
  return {
    question: `Deploy ${version} (${commit.slice(0, 7)}) to ${environment}?`,
    detail: [
      ...now,
      back,
      ...listed('Mind:', warnings),
      ...listed(commits.length === 1 ? 'One commit:' : `${commits.length} commits:`, shortened(commits)),
      ...listed('Checked first:', titles('preflight')),
      ...listed('Steps:', titles('deploying')),
      ...listed('Verified then:', titles('verifying')),
    ].join('\n'),
  };
}
