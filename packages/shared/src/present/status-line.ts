import type { EnvironmentView } from '../api/views.ts';
import type { RunnerPhase } from '../vocabulary/deployment-words.ts';
import { between, formatDuration, type Instant, millis, parseRfc3339 } from '../vocabulary/time.ts';
import { isStale } from './is-stale.ts';
import { reasonOf } from './reason-of.ts';
import { countdown, remaining, spokenCountdown } from './remaining.ts';
import { phaseWords, recommendationWords, type Tone, verdictLooks } from './words.ts';

/** An environment in a few words, for a status bar, a tab or the first line of a terminal. */
export interface StatusLine {
  /** `GO · 21h 04m`. */
  readonly text: string;
  /** A VS Code codicon, without `$()`. */
  readonly icon: string;
  readonly tone: Tone;
  /** The same for a screen reader: `production: go, 21 hours 4 minutes left`. */
  readonly spoken: string;
  /** One sentence. */
  readonly reason: string;
}

type Words = Omit<StatusLine, 'reason' | 'spoken'> & { readonly spoken?: string };
type Deployment = NonNullable<EnvironmentView['deployment']>;

export function statusLine(view: EnvironmentView, now: Instant): StatusLine {
  const words = isStale(view.verdict, now) ? stale(view, now) : fresh(view, now);
  return {
    ...words,
    spoken: `${view.name}: ${words.spoken ?? words.text.replaceAll(' · ', ', ').toLowerCase()}`,
    reason: reasonOf(view.verdict, now),
  };
}

function stale({ verdict }: EnvironmentView, now: Instant): Words {
  const since = parseRfc3339(verdict.asOf) ?? now;
  const age = formatDuration(millis(Math.max(1_000, between(since, now))));
  return { text: `Stale for ${age}`, icon: 'debug-disconnect', tone: 'caution' };
}

function fresh({ verdict, deployment }: EnvironmentView, now: Instant): Words {
  if (deployment === undefined) return { text: 'No deployment yet', icon: 'circle-outline', tone: 'neutral' };
  switch (deployment.phase) {
    case 'planned':
    case 'preflight':
      return steps(deployment, 'Preflight', ['preflight'], 'checklist');
    case 'deploying':
      return steps(deployment, 'Deploying', ['deploying'], 'sync~spin');
    case 'verifying':
      return steps(deployment, 'Verifying', ['verifying'], 'sync~spin');
    case 'rolling-back':
      return steps(deployment, 'Rolling back', ['rolling-back', 'verifying-rollback'], 'sync~spin');
    case 'watching':
      return watching(verdict, now);
    case 'succeeded':
      return { text: `GO · ${deployment.version}`, ...verdictLooks.go };
    case 'rolled-back':
      return rolledBack(deployment);
    case 'failed':
      // A failed preflight changed nothing in production: there is no verdict to show.
      return verdict.verdict === 'no-go'
        ? { text: `NO-GO · ${recommended(verdict)}`, ...verdictLooks['no-go'] }
        : { text: `Failed · ${recommended(verdict)}`, icon: 'warning', tone: 'caution' };
    case 'interrupted':
      return { text: 'Interrupted · resume or roll back', icon: 'debug-pause', tone: 'caution' };
    case 'superseded':
    case 'cancelled':
      return { text: phaseWords[deployment.phase], icon: 'circle-slash', tone: 'neutral' };
  }
}

function rolledBack({ rollback }: Deployment): Words {
  const to = rollback?.target.version ?? 'done';
  const { watch } = rollback ?? {};
  if (watch?.ended?.outcome === 'not-recovered') return { text: `NOT recovered · ${to}`, ...verdictLooks['no-go'] };
  const isWatched = watch !== undefined && watch.ended === undefined;
  const text = `Rolled back · ${to}${isWatched ? ' · watching' : ''}`;
  return { text, icon: 'discard', tone: 'caution' };
}

const recommended = ({ recommendation }: EnvironmentView['verdict']) => recommendationWords[recommendation];

function watching(verdict: EnvironmentView['verdict'], now: Instant): Words {
  const look = verdictLooks[verdict.verdict];
  if (verdict.verdict === 'no-go') {
    const recovered = verdict.recoveredSince === undefined ? '' : ' · recovered';
    return { text: `NO-GO · ${recommended(verdict)}${recovered}`, ...look };
  }
  if (verdict.final) {
    if (verdict.verdict === 'go') return { text: 'GO · final', ...look };
    return { text: 'Undecided · decide', icon: 'question', tone: 'caution' };
  }
  const word = verdict.verdict === 'go' ? 'GO ·' : 'Watching';
  if (verdict.watch === undefined) return { text: word.replace(' ·', ''), ...look };
  const left = remaining(verdict.watch, now);
  return { text: `${word} ${countdown(left)}`, spoken: `${spoken(word)}, ${spokenCountdown(left)} left`, ...look };
}

const spoken = (word: string) => word.replace(' ·', '').toLowerCase();

/** `Deploying 3/5`: the step that runs, or how many are done between two. */
function steps(
  { phase, steps, overruns = [] }: Deployment,
  word: string,
  phases: readonly RunnerPhase[],
  icon: string,
): Words {
  const own = steps.filter(({ phase }) => phases.includes(phase));
  const running = own.findIndex(({ state }) => state === 'running');
  const at = running >= 0 ? running + 1 : own.filter(({ state }) => state !== 'waiting').length;
  const count = own.length === 0 ? '' : ` ${at}/${own.length}`;
  const spoken = own.length === 0 ? word.toLowerCase() : `${word.toLowerCase()}, step ${at} of ${own.length}`;
  if (overruns.length > 0 && phase !== 'rolling-back')
    return { text: `${word}${count} · overrun`, spoken: `${spoken}, longer than expected`, icon, tone: 'caution' };
  return { text: `${word}${count}`, spoken, icon, tone: 'busy' };
}
