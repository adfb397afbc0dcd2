import type { DeploymentSummary } from '@daywatch/shared/api/views.ts';
import { phaseWords, type Tone, verdictLooks, verdictWords } from '@daywatch/shared/present/words.ts';
import { t } from '@vscode/l10n';
import type { TreeContent, TreeRow } from './tree-row.ts';

/** Deployments, the newest first. `day` says a time as the person's clock and language do. Pure. */
export const deploysContent = (
  deployments: readonly DeploymentSummary[],
  day: (timestamp: string) => string,
): TreeContent => ({ title: t('Deploys'), rows: deployments.map((one) => rowOf(one, day)) });

function rowOf(deployment: DeploymentSummary, day: (timestamp: string) => string): TreeRow {
  const { id, version, commit, phase, verdict, deployedBy, requestedAt, because } = deployment;
  // A preflight that failed has changed nothing: there is no verdict to tell.
  const ending = phase === 'failed' && verdict !== 'no-go' ? failed : endings[phase];
  const word = ending?.word ?? (verdict === undefined ? phaseWords[phase] : verdictWords[verdict]);
  const look = ending ?? (verdict === undefined ? plain : verdictLooks[verdict]);
  const when = day(requestedAt);
  return {
    id: `deployment ${id}`,
    label: version,
    description: `${word} · ${when} · ${deployedBy}`,
    icon: look.icon,
    tone: look.tone,
    tooltip: [
      `${version} (${commit.slice(0, 7)}): ${phaseWords[phase]}`,
      t('{0}, by {1}', when, deployedBy),
      ...(because === undefined ? [] : [because]),
    ],
    spoken: [version, word, when, t('by {0}', deployedBy), ...(because === undefined ? [] : [because])].join(', '),
    context: 'deployment',
    command: { name: 'daywatch.openReport', title: t('Open Report'), given: id },
  };
}

const failed = { word: t('Failed'), icon: 'warning', tone: 'caution' } as const;
const plain = { icon: 'circle-outline', tone: 'neutral' } as const;

/** Phases that say more than the verdict does. */
const endings: Partial<Record<DeploymentSummary['phase'], { word: string; icon: string; tone: Tone }>> = {
  planned: { word: t('Planned'), icon: 'calendar', tone: 'neutral' },
  preflight: { word: t('Preflight'), icon: 'checklist', tone: 'neutral' },
  deploying: { word: t('Deploying'), icon: 'sync', tone: 'busy' },
  verifying: { word: t('Verifying'), icon: 'sync', tone: 'busy' },
  'rolling-back': { word: t('Rolling back'), icon: 'sync', tone: 'busy' },
  'rolled-back': { word: t('Rolled back'), icon: 'discard', tone: 'caution' },
  interrupted: { word: t('Interrupted'), icon: 'debug-pause', tone: 'caution' },
  superseded: { word: t('Superseded'), icon: 'arrow-up', tone: 'neutral' },
  cancelled: { word: t('Cancelled'), icon: 'circle-slash', tone: 'neutral' },
};
