import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import { shortRef } from '../runner/short-ref.ts';
import { clean } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

const commitsShown = 10;

/** What a deployment or a rollback would do, for a person who is about to say yes. */
export function previewLines(what: 'deploy' | 'rollback', preview: RunnerPreview, paint: Paint): readonly string[] {
  const { environment, version, commit, target, commits, steps, warnings } = preview;
  const here = `${paint.strong(version)} (${commit.slice(0, 7)})`;
  const there = target === undefined ? '' : `${paint.strong(target.version)} (${shortRef(target.ref)})`;
  const heading =
    what === 'deploy'
      ? [
          `Deploy ${here} to ${paint.strong(environment)}`,
          ...(target === undefined
            ? []
            : [paint.quiet(`back to ${target.version} (${shortRef(target.ref)}) if need be`)]),
        ]
      : [`Roll ${paint.strong(environment)} back from ${here} to ${there}`];
  const title = what === 'deploy' ? 'Brings' : 'Undoes';
  const count = `${commits.length} ${commits.length === 1 ? 'commit' : 'commits'}`;
  const more = commits.length - commitsShown;
  const action = what === 'deploy' ? 'deploying' : 'rolling-back';
  return [
    ...heading,
    '',
    ...(commits.length === 0 ? [] : [`${title} ${count}`]),
    ...commits.slice(0, commitsShown).map((subject) => `  ${paint.quiet('•')} ${clean(subject)}`),
    ...(more > 0 ? [paint.quiet(`    and ${more} more`)] : []),
    'Runs',
    ...steps.filter(({ phase }) => phase === action).map((step) => `  ${paint.quiet('•')} ${clean(step.title)}`),
    ...warnings.map((text) => `${paint.caution('!')} ${clean(text)}`),
    '',
  ];
}
