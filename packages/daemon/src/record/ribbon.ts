import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** What a stretch of a deployment's time was. */
export type Stretch =
  | 'deploying'
  | 'verifying'
  | 'undecided'
  | 'go'
  | 'no-go'
  | 'rolling-back'
  | 'rolled-back'
  | 'interrupted'
  | 'failed';

export interface Ribbon {
  readonly from: Instant;
  readonly until: Instant;
  readonly stretches: readonly { readonly what: Stretch; readonly from: Instant; readonly until: Instant }[];
  readonly gaps: readonly { readonly from: Instant; readonly until: Instant }[];
  /** Numbered from 1, in order of time. */
  readonly marks: readonly { readonly at: Instant; readonly what: string }[];
}

/** A deployment from its first step to its end as one line of time; `undefined` when nothing was ever touched. */
export function ribbonOf(deployment: Deployment, events: readonly RecordedEvent[], now: Instant): Ribbon | undefined {
  const changes = events.flatMap((recorded) => {
    const what = stretchAfter(recorded.event);
    return what === undefined ? [] : [{ what, from: timeOf(recorded.at) }];
  });
  const from = changes[0]?.from;
  if (from === undefined) return undefined;
  const until = endOf(deployment, now);
  if (until <= from) return undefined;
  const stretches = changes.flatMap(({ what, from: begin }, index) => {
    const end = later(begin, earlier(changes[index + 1]?.from ?? until, until));
    return what === 'over' || end === begin ? [] : [{ what, from: begin, until: end }];
  });
  const gaps = deployment.blindGaps.map((gap) => ({
    from: later(from, timeOf(gap.from)),
    until: earlier(until, timeOf(gap.until)),
  }));
  const marks = events.flatMap(({ at, actor, event }) => {
    const what = markOf(event, actor);
    return what === undefined || timeOf(at) < from ? [] : [{ at: timeOf(at), what }];
  });
  return { from, until, stretches: joined(stretches), gaps: gaps.filter((gap) => gap.until > gap.from), marks };
}

function stretchAfter(event: DeploymentEvent): Stretch | 'over' | undefined {
  switch (event.type) {
    case 'phase-started':
      if (event.phase === 'deploying' || event.phase === 'verifying') return event.phase;
      return event.phase === 'preflight' ? undefined : 'rolling-back';
    case 'resumed':
      return event.from === 'preflight' ? undefined : event.from === 'verifying-rollback' ? 'rolling-back' : event.from;
    case 'watch-started':
      return 'undecided';
    case 'verdict-changed':
      return event.verdict;
    case 'decided':
      if (event.decision === 'extend') return undefined;
      return event.decision === 'go' ? 'go' : 'no-go';
    case 'rollback-requested':
      return 'rolling-back';
    case 'phase-finished':
      if (event.outcome === 'failed') return event.phase === 'preflight' ? undefined : 'failed';
      return event.phase === 'verifying-rollback' ? 'rolled-back' : undefined;
    case 'interrupted':
      return 'interrupted';
    case 'superseded':
    case 'cancelled':
      return 'over';
    default:
      return undefined;
  }
}

function markOf(event: DeploymentEvent, actor: string): string | undefined {
  switch (event.type) {
    case 'phase-finished':
      return event.phase === 'deploying' && event.outcome === 'passed' ? 'the deploy finished' : undefined;
    case 'decision-asked':
      return 'a person was asked to decide';
    case 'decided':
      return `${actor} decided ${decisionWords[event.decision]}`;
    case 'watch-extended':
      return `the watch was extended by ${event.by}`;
    case 'rollback-requested':
      return `${actor} began the rollback to ${event.target.version}`;
    case 'window-overrun':
      return event.because;
    case 'interrupted':
      return 'it was interrupted';
    default:
      return undefined;
  }
}

const decisionWords = { go: 'GO', 'no-go': 'NO-GO', 'roll-back': 'to roll back', extend: 'to watch longer' } as const;

function endOf({ endedAt, rollback }: Deployment, now: Instant): Instant {
  const watch = rollback?.watch;
  if (watch !== undefined) return watch.ended === undefined ? now : timeOf(watch.ended.at);
  return endedAt === undefined ? now : timeOf(endedAt);
}

/** One after the other of the same sort is one. */
function joined(stretches: Ribbon['stretches']): Ribbon['stretches'] {
  const out: Ribbon['stretches'][number][] = [];
  for (const stretch of stretches) {
    const last = out.at(-1);
    if (last?.what === stretch.what && last.until === stretch.from)
      out[out.length - 1] = { ...last, until: stretch.until };
    else out.push(stretch);
  }
  return out;
}

const earlier = (one: Instant, other: Instant): Instant => (one < other ? one : other);
const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);

function timeOf(text: string): Instant {
  const at = parseRfc3339(text);
  if (at === undefined) throw new Error(`the record has no readable time: ${text}`);
  return at;
}
