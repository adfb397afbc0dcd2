import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { isStale } from '@daywatch/shared/present/is-stale.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { currentView, type Model } from '../model.ts';
import { statusText } from '../status-text.ts';

/** Whether the deployment is healthy, for a model to read: the verdict, every reason, every criterion. */
export function healthText(model: Model, now: Instant): string {
  const view = currentView(model);
  if (model.connection.state !== 'online' || view === undefined) {
    const words = statusText(model, now);
    return words === undefined
      ? 'This folder has no daywatch.yaml, so nothing is watched.'
      : `Nothing is known of ${model.environment}: ${words.reason}`;
  }
  const { deployment, verdict } = view;
  if (deployment === undefined) return `No watch: nothing has been deployed to ${view.name} yet.`;
  const { text, reason } = statusLine(view, now);
  const what = `${view.service} ${deployment.version} (${deployment.commit.slice(0, 7)}) on ${view.name}: ${text}.`;
  if (isStale(verdict, now)) return `${what}\n${reason} Take it as unknown.`;
  const { watch } = verdict;
  return [
    what,
    ...verdict.because,
    `Recommendation: ${verdict.recommendation} (${verdict.rule}).`,
    ...(watch === undefined ? [] : [`Seen ${watch.seen} of ${watch.for}, blind ${watch.blind}.`]),
    ...criterionRows(verdict.criteria).map(
      ({ title, state, value, accepted, weight }) => `- ${title}: ${state}, ${value} (${accepted}; ${weight})`,
    ),
  ].join('\n');
}
