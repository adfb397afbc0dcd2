import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { statusLine } from '@daywatch/shared/present/status-line.ts';
import { type Instant, parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import type { Judgement, WatchProgress } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Paint } from '../cli/terminal/paint.ts';
import type { Scene } from './story.ts';

const barLength = 20;

/** The watch as it stands: the verdict, how much of it is seen, how many criteria hold. */
export function watchScene({ verdict, ...view }: EnvironmentView, now: Instant, paint: Paint): Scene {
  const { text, tone } = statusLine({ verdict, ...view }, now);
  // The countdown counts minutes; this watch has none.
  const word = text.replace(/^(Watching|GO)\b.*/, '$1');
  const progress = verdict.watch === undefined ? '' : `  ${progressOf(verdict.watch, paint)}`;
  return { text: `${paint[tone](paint.strong(word))}${progress}`, aside: tally(verdict.criteria), key: word };
}

function progressOf(watch: WatchProgress, paint: Paint): string {
  const share = (parseDuration(watch.seen) ?? 0) / (parseDuration(watch.for) ?? Number.POSITIVE_INFINITY);
  const filled = Math.round(Math.min(1, share) * barLength);
  const bar = `${paint.busy('━'.repeat(filled))}${paint.quiet('─'.repeat(barLength - filled))}`;
  return `${bar}  ${watch.seen} of ${watch.for} seen`;
}

function tally(criteria: readonly Judgement[]): string {
  const count = (state: Judgement['state']) => criteria.filter((one) => one.state === state).length;
  const open = count('undecided') + count('blind');
  const failing = criteria.filter(({ state }) => state === 'failing').map(({ title }) => title);
  return [
    `${count('passing')} of ${criteria.length} criteria hold`,
    ...(open === 0 ? [] : [`${open} not sure yet`]),
    ...(failing.length === 0 ? [] : [`failing: ${failing.join(', ')}`]),
  ].join(' · ');
}
