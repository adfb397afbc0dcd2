import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { exampleOf } from '../../web/redact.ts';
import type { SentryIssue } from './sentry-issues.ts';

const mostShown = 3;
const amount = (count: number, one: string): string => `${groupThousands(count)} ${count === 1 ? one : `${one}s`}`;

/** `"TypeError: x is null" in POST /checkout (41 events, 7 users; https://…)`, the first three of them. */
export function faultsInDetail(faults: readonly (readonly SentryIssue[])[]): string {
  const shown = faults.slice(0, mostShown).map(oneFault);
  const more = faults.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function oneFault(fragments: readonly SentryIssue[]): string {
  const [issue] = fragments;
  if (issue === undefined) return 'nothing';
  const events = fragments.reduce((sum, { count }) => sum + count, 0);
  // Users of several fragments may be the same ones: the most of one is certain.
  const users = Math.max(...fragments.map(({ userCount }) => userCount));
  const where = issue.culprit ? ` in ${exampleOf(issue.culprit)}` : '';
  const split = fragments.length === 1 ? '' : `, in ${fragments.length} issues`;
  const link = issue.permalink ? `; ${issue.permalink}` : '';
  return `"${exampleOf(issue.title)}"${where} (${amount(events, 'event')}, ${amount(users, 'user')}${split}${link})`;
}
