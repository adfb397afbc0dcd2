import type { AnnouncementFacts, AnnouncementReason } from '@daywatch/shared/vocabulary/announce.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { formatDuration, type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Opening } from '@daywatch/shared/vocabulary/window.ts';
import type { Standing } from './moments.ts';

/** What there is to tell, as it is now: an hour later the message tells the same. */
export function factsOf({
  reason,
  standing: { deployment, ruling },
  recorded,
  at,
  plan,
  opening,
  late,
}: {
  readonly reason: AnnouncementReason;
  readonly standing: Standing;
  /** The event that it is about; the last one where it is about none. */
  readonly recorded?: RecordedEvent;
  readonly at: Instant;
  readonly plan: EnvironmentPlan;
  readonly opening?: Opening;
  readonly late?: string;
}): AnnouncementFacts {
  const { id, environment, service, version, deployedBy, sequence, rollbackTarget, rollback, decisions } = deployment;
  const previous = rollback?.target ?? rollbackTarget;
  const decision = decisions.at(-1);
  return {
    reason,
    at: rfc3339(at),
    atWords: localWords(at, plan.window?.timeZone),
    service,
    environment,
    deployment: id,
    version: version.version,
    commit: version.commit,
    deployedBy,
    sequence: recorded?.sequence ?? sequence,
    ...(tellsVerdict.has(deployment.phase) && {
      verdict: ruling.verdict,
      recommendation: ruling.recommendation,
      rule: ruling.rule,
    }),
    because: [...whyOf(reason, { deployment, ruling })],
    ...(previous && { previous: previous.version }),
    ...(decision && { decision: { decision: decision.decision, reason: decision.reason, by: decision.by } }),
    ...(opening && {
      opens: { at: rfc3339(opening.opensAt), words: localWords(opening.opensAt, plan.window?.timeZone) },
      closes: localWords(opening.closesAt, plan.window?.timeZone),
    }),
    ...(plan.window?.expected !== undefined && { expected: formatDuration(plan.window.expected) }),
    ...(late !== undefined && { late }),
    watchFor: formatDuration(plan.watch.for),
    dashboards: Object.entries(plan.dashboards).map(([name, url]) => ({ name, url })),
  };
}

/** What is said of an occasion; of most, why the verdict is what it is. */
function whyOf(reason: AnnouncementReason, { deployment, ruling }: Standing): readonly string[] {
  const { phase, because, overruns = [], aftermath } = deployment;
  switch (reason) {
    case 'overrun':
      return ownReason(overruns.at(-1)?.because);
    case 'recovered':
    case 'not-recovered':
    case 'recovery-unknown':
      return ruling.because;
    case 'ticket-opened': {
      const { ticket } = aftermath ?? {};
      return ticket?.state === 'opened' ? [ticket.url ?? `in ${ticket.in}`] : [];
    }
    default:
      return tellsVerdict.has(phase) ? ruling.because : ownReason(because);
  }
}

const tellsVerdict: ReadonlySet<string> = new Set(['watching', 'succeeded', 'failed', 'interrupted']);
const ownReason = (because: string | undefined): readonly string[] => (because === undefined ? [] : [because]);

/** `Tuesday 1 December 2026, 22:00 (Europe/Berlin)`. */
export function localWords(at: Instant, timeZone = 'UTC'): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day.format(at)}, ${time.format(at)} (${timeZone})`;
}
