import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import type { Tone } from '@daywatch/shared/present/words.ts';
import { formatDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { currentView, type Model } from './model.ts';
import { shortHashes } from './short-hashes.ts';
import { isAtWork } from './situation.ts';

/** One row of the tree, as plain data. */
export interface TreeRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon, without `$()`. */
  readonly icon: string;
  readonly tone: Tone;
  /** Lines of its tooltip: the first names it. Text, never markup. */
  readonly tooltip: readonly string[];
  readonly spoken: string;
}

export interface TreeContent {
  readonly title: 'Criteria' | 'Steps';
  readonly rows: readonly TreeRow[];
}

/** The criteria, what needs looking at first on top; while a runner is at work and after a rollback, its steps. Pure. */
export function treeContent(model: Model): TreeContent {
  const view = model.connection.state === 'online' ? currentView(model) : undefined;
  if (view?.deployment === undefined) return { title: 'Criteria', rows: [] };
  // What failed before a rollback fails no more: the version that did is gone.
  const done = isAtWork(view) || view.deployment.phase === 'rolled-back' || view.verdict.criteria.length === 0;
  return done ? { title: 'Steps', rows: stepRows(view) } : { title: 'Criteria', rows: criteriaRows(view) };
}

const criteriaRows = ({ verdict }: EnvironmentView): TreeRow[] =>
  criterionRows(verdict.criteria).map(({ name, title, state, icon, tone, value, accepted, weight, because }) => ({
    id: `criterion ${name}`,
    label: title,
    // A narrow side bar cuts the end off: what is fine needs no limit beside it.
    description: state === 'passing' ? value : `${value} · ${accepted}`,
    icon,
    tone,
    tooltip: [`${title}: ${state}`, because, `${value} · ${accepted}`, weight],
    spoken: `${title}, ${state}, ${value}, ${accepted}. ${because}`,
  }));

type Step = NonNullable<EnvironmentView['deployment']>['steps'][number];

const stepLooks: Readonly<
  Record<Step['state'], { readonly icon: string; readonly tone: Tone; readonly word: string }>
> = {
  waiting: { icon: 'circle-outline', tone: 'neutral', word: 'waiting' },
  running: { icon: 'sync~spin', tone: 'busy', word: 'running' },
  passed: { icon: 'pass', tone: 'good', word: 'passed' },
  failed: { icon: 'error', tone: 'bad', word: 'failed' },
  'timed-out': { icon: 'watch', tone: 'bad', word: 'timed out' },
  interrupted: { icon: 'debug-pause', tone: 'caution', word: 'interrupted' },
};

/** A rollback has steps of its own; until there is one they are nobody's. */
function stepRows({ deployment }: EnvironmentView): TreeRow[] {
  if (deployment === undefined) return [];
  const ofRollback = ({ phase }: Step) => phase === 'rolling-back' || phase === 'verifying-rollback';
  const rollingBack = deployment.rollback !== undefined;
  return deployment.steps
    .filter((step) => ofRollback(step) === rollingBack)
    .map(({ phase, id, title, state, seconds: took, exitCode, tail }) => {
      const { icon, tone, word } = stepLooks[state];
      const ended = typeof exitCode === 'number' && exitCode !== 0 ? `${word}, exit code ${exitCode}` : word;
      const time = took === undefined ? '' : formatDuration(seconds(took));
      return {
        id: `step ${phase} ${id}`,
        label: shortHashes(title),
        description: state === 'passed' ? time : [state === 'waiting' ? '' : ended, time].filter(Boolean).join(' · '),
        icon,
        tone,
        tooltip: [`${title}: ${ended}`, ...(state !== 'passed' && tail ? [tail] : [])],
        spoken: [title, ended, time].filter(Boolean).join(', '),
      };
    });
}
