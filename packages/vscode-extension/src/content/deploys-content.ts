import type { DeploymentSummary } from '@daywatch/shared/api/views.ts';
import { phaseWords, type Tone, verdictLooks, verdictWords } from '@daywatch/shared/present/words.ts';
import type { TreeContent, TreeRow } from './tree-row.ts';

/** Deployments, the newest first. `day` says a time as the person's clock and language do. Pure. */
export const deploysContent = (
  deployments: readonly DeploymentSummary[],
  day: (timestamp: string) => string,
): TreeContent => ({ title: 'Deploys', rows: deployments.map((one) => rowOf(one, day)) });

function rowOf(deployment: DeploymentSummary, day: (timestamp: string) => string): TreeRow {
  const { id, version, commit, phase, verdict, deployedBy, requestedAt, because } = deployment;
  const ending = endings[phase];
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
      `${when}, by ${deployedBy}`,
      ...(because === undefined ? [] : [because]),
    ],
    spoken: [version, word, when, `by ${deployedBy}`, ...(because === undefined ? [] : [because])].join(', '),
    context: 'deployment',
    command: { name: 'daywatch.openReport', title: 'Open Report', given: id },
  };
}

const plain = { icon: 'circle-outline', tone: 'neutral' } as const;

/** Phases that say more than the verdict does. */
const endings: Partial<Record<DeploymentSummary['phase'], { word: string; icon: string; tone: Tone }>> = {
  planned: { word: 'Planned', icon: 'calendar', tone: 'neutral' },
  preflight: { word: 'Preflight', icon: 'checklist', tone: 'neutral' },
  deploying: { word: 'Deploying', icon: 'sync', tone: 'busy' },
  verifying: { word: 'Verifying', icon: 'sync', tone: 'busy' },
  'rolling-back': { word: 'Rolling back', icon: 'sync', tone: 'busy' },
  'rolled-back': { word: 'Rolled back', icon: 'discard', tone: 'caution' },
  interrupted: { word: 'Interrupted', icon: 'debug-pause', tone: 'caution' },
  superseded: { word: 'Superseded', icon: 'arrow-up', tone: 'neutral' },
  cancelled: { word: 'Cancelled', icon: 'circle-slash', tone: 'neutral' },
};
