import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import { utcMinuteOf } from '@daywatch/shared/present/utc-minute.ts';
import type { Tone } from '@daywatch/shared/present/words.ts';
import { formatDuration, type Instant, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { t } from '@vscode/l10n';
import { criterionPicture } from '../criterion-picture.ts';
import { currentView, type Model } from '../model.ts';
import { shortHashes } from '../short-hashes.ts';
import { isAtWork } from '../situation.ts';
import type { TreeContent, TreeRow } from './tree-row.ts';

/** The criteria, what needs looking at first on top; while a runner is at work and after a rollback, its steps. Pure. */
export function criteriaContent(model: Model, now: Instant): TreeContent {
  const { connection } = model;
  if (connection.state !== 'online')
    return { title: t('Criteria'), rows: [], ...('because' in connection && { description: connection.because }) };
  const view = currentView(model);
  if (view === undefined) return { title: t('Criteria'), rows: [] };
  const description = statusLine(view, now).text;
  if (view.deployment === undefined) return { title: t('Criteria'), description, rows: [] };
  // What failed before a rollback fails no more: the version that did is gone.
  const done = isAtWork(view) || view.deployment.phase === 'rolled-back' || view.verdict.criteria.length === 0;
  const rows = done ? stepRows(view) : criteriaRows(view, model);
  const failing = rows.filter(({ tone }) => tone === 'bad').length;
  return {
    title: done ? t('Steps') : t('Criteria'),
    description,
    rows,
    ...(failing > 0 && { badge: { value: failing, tooltip: t('{0} failing', failing) } }),
  };
}

const criteriaRows = (view: EnvironmentView, model: Model): TreeRow[] => {
  const { verdict, name: environment } = view;
  return criterionRows(verdict.criteria).map(
    ({ name, title: called, service, state, icon, tone, value, accepted, weight, because }) => {
      const title = service === undefined ? called : `${service}: ${called}`;
      const silence = verdict.silences.find(({ criterion }) => criterion === name);
      const picture = criterionPicture(model, view, name);
      const muted =
        silence && t('silenced by {0} until {1}: {2}', silence.owner, utcMinuteOf(silence.until), silence.reason);
      return {
        id: `criterion ${name}`,
        label: title,
        // A narrow side bar cuts the end off: what is fine needs no limit beside it.
        description: [...(silence ? [t('silenced')] : []), value, ...(state === 'passing' ? [] : [accepted])].join(
          ' · ',
        ),
        icon: silence ? 'bell-slash' : icon,
        tone: silence ? 'neutral' : tone,
        tooltip: [`${title}: ${state}`, because, `${value} · ${accepted}`, weight, ...(muted ? [muted] : [])],
        ...(picture !== undefined && { picture }),
        spoken: `${title}, ${muted ?? state}, ${value}, ${accepted}. ${because}`,
        context: silence ? 'criterion silenced' : 'criterion heard',
        command: {
          name: 'daywatch.showCriterion',
          title: t('Show Criterion'),
          given: { environment, criterion: name },
        },
      };
    },
  );
};

type Step = NonNullable<EnvironmentView['deployment']>['steps'][number];

const stepLooks: Readonly<
  Record<Step['state'], { readonly icon: string; readonly tone: Tone; readonly word: string }>
> = {
  waiting: { icon: 'circle-outline', tone: 'neutral', word: t('waiting') },
  running: { icon: 'sync~spin', tone: 'busy', word: t('running') },
  passed: { icon: 'pass', tone: 'good', word: t('passed') },
  failed: { icon: 'error', tone: 'bad', word: t('failed') },
  'timed-out': { icon: 'watch', tone: 'bad', word: t('timed out') },
  interrupted: { icon: 'debug-pause', tone: 'caution', word: t('interrupted') },
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
      const ended = typeof exitCode === 'number' && exitCode !== 0 ? t('{0}, exit code {1}', word, exitCode) : word;
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
