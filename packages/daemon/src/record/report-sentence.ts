import { announcementSentence } from '@daywatch/shared/present/announcement-words.ts';
import { utcMinuteOf } from '@daywatch/shared/present/utc-minute.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

const recoveryWords = {
  recovered: 'recovered',
  'not-recovered': 'NOT recovered',
  undecided: 'not known whether it has recovered',
} as const;

/** What happened, as one line of a timeline. */
export function reportSentence(event: DeploymentEvent): string {
  switch (event.type) {
    case 'requested': {
      const override = event.override === undefined ? '' : `, overriding: ${event.override}`;
      const asked = event.prepared ? 'planned' : 'asked for';
      const services = event.services === undefined ? '' : ` of ${event.services.join(', ')}`;
      return `${asked} ${event.version.version} (${event.version.commit})${services} in ${event.environment}${override}`;
    }
    case 'baseline-frozen': {
      const without = event.leftOut?.map(({ because }) => because) ?? [];
      const told = without.length === 0 ? '' : `, without ${[...new Set(without)].join(', ')}`;
      return `baseline frozen: ${event.observations} readings of the old version until ${utcMinuteOf(event.until)}${told}`;
    }
    case 'phase-started':
      return `${event.phase} began`;
    case 'step-started':
      return `step "${event.title}" began`;
    case 'step-finished': {
      const code = event.exitCode === null ? '' : `, exit code ${event.exitCode}`;
      return `step "${event.step}" ${event.outcome} after ${Number(event.seconds.toFixed(1))} s${code}`;
    }
    case 'phase-finished':
      return `${event.phase} ${event.outcome}${event.because === undefined ? '' : `: ${event.because}`}`;
    case 'signed-off':
      return `signed "${event.item}" ${event.standIn ? 'in the place of' : 'as'} ${event.role}${event.note === undefined ? '' : `: ${event.note}`}`;
    case 'sign-offs-voided': {
      const what = [...event.items, ...event.overrides.map((one) => `the override of ${one}`)].join(', ');
      return `${what} voided: ${event.because}`;
    }
    case 'replanned':
      return `planned anew: ${event.because}`;
    case 'taken-up':
      return 'a runner took it up';
    case 'checked':
      return `looked at "${event.item}": ${event.state}, ${event.because}`;
    case 'overridden':
      return `overrode ${event.what === 'everything' ? 'the whole checklist' : event.what}: ${event.reason}`;
    case 'sign-off-withdrawn':
      return `withdrew the sign-off of "${event.item}"`;
    case 'watch-started':
      return `the watch of ${event.for} began`;
    case 'verdict-changed': {
      const final = event.final ? ', final' : '';
      return `verdict ${event.verdict.toUpperCase()}${final} (${event.rule}): ${event.because.join('; ') || 'no reason given'}`;
    }
    case 'watch-ended':
      return `the watch ended ${event.verdict.toUpperCase()} after ${event.seen} seen and ${event.blind} blind: ${event.because}`;
    case 'daemon-resumed':
      return `the daemon was away from ${utcMinuteOf(event.blindFrom)} until ${utcMinuteOf(event.blindUntil)}; that time is blind`;
    case 'silenced':
      return `silenced ${event.criterion} until ${utcMinuteOf(event.until)}: ${event.reason}`;
    case 'silence-ended':
      return `the silence of ${event.criterion} ended: ${event.because}`;
    case 'plan-changed':
      return `another plan came into force (${event.from.slice(0, 12)} to ${event.to.slice(0, 12)}): the readings of the watch are judged again by it`;
    case 'decided':
      return `decided ${event.decision.toUpperCase()}: ${event.reason}`;
    case 'rollback-asked':
      return `asked the people to roll back: ${event.reason}`;
    case 'watch-extended':
      return `the watch ${event.extends === 'watch' ? 'is' : 'may last'} ${event.by} longer`;
    case 'decision-asked':
      return `asked for a decision: ${event.because.join('; ') || 'the watch ended undecided'}`;
    case 'window-overrun':
      return event.because;
    case 'report-written':
      return `report written: ${event.file}`;
    case 'ticket-opened':
      return `ticket opened in ${event.in}${event.url === undefined ? '' : `: ${event.url}`}`;
    case 'ticket-failed':
      return `no ticket could be opened in ${event.in}: ${event.because}`;
    case 'window-proposed':
      return `proposed the next window, ${utcMinuteOf(event.opensAt)} to ${utcMinuteOf(event.closesAt)}: ${event.because}`;
    case 'rollback-requested':
      return `asked for the rollback to ${event.target.version} (${event.target.commit})${event.reason === undefined ? '' : `: ${event.reason}`}${event.override === undefined ? '' : `, although the cool-down was not over: ${event.override}`}`;
    case 'automatic-rollback-offered':
      return `offered the automatic rollback to waiting runners: ${event.because.join('; ')}`;
    case 'automatic-rollback-started':
      return `the runner on ${event.host} took the automatic rollback`;
    case 'rollback-watch-started':
      return `the watch of ${event.for} after the rollback began`;
    case 'rollback-watch-ended':
      return `the watch after the rollback ended: ${recoveryWords[event.outcome]}: ${event.because.join('; ') || 'no reason given'}`;
    case 'tagged':
      return `tagged ${event.commit.slice(0, 7)} as ${event.tag}${event.pushedTo === undefined ? '' : `, pushed to ${event.pushedTo}`}`;
    case 'announcement-sent':
      return announcementSentence(event);
    case 'announcement-failed':
      return announcementSentence({ ...event, outcome: 'failed' });
    case 'interrupted':
      return `interrupted: ${event.because}`;
    case 'resumed':
      return `taken up again, from ${event.from}`;
    case 'superseded':
      return `superseded by ${event.by}`;
    case 'cancelled':
      return `cancelled: ${event.because}`;
  }
}
