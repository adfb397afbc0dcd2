import { t } from '@vscode/l10n';
import { shortHashes } from '../short-hashes.ts';

/** A confirmation: one sentence, and what is to be known before it is answered. */
export interface Question {
  readonly question: string;
  readonly detail: string;
}

/** Said before the detail of a question that is put again. */
export const changedMeanwhile = (changed: boolean): string =>
  changed ? `${t('This has changed while the question stood. What would be done now:')}\n\n` : '';

const mostCommits = 8;

/** A titled list for the detail of a dialog; nothing at all without lines. */
export const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  • ${shortHashes(line)}`)];

/** The newest commits; a dialog does not scroll well. */
export const shortened = (commits: readonly string[]): string[] => {
  const more = commits.length - mostCommits;
  return [...commits.slice(0, mostCommits), ...(more > 0 ? [t('and {0} more', more)] : [])];
};
