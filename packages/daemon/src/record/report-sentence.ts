import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment.ts';

/** What happened, as one line of a timeline. */
export function reportSentence(event: DeploymentEvent): string {
  switch (event.type) {
    case 'requested': {
      const override = event.override === undefined ? '' : `, overriding: ${event.override}`;
      return `asked for ${event.version.version} (${event.version.commit}) in ${event.environment}${override}`;
    }
    case 'baseline-frozen': {
      const without = event.leftOut?.map(({ because }) => because) ?? [];
      const told = without.length === 0 ? '' : `, without ${[...new Set(without)].join(', ')}`;
      return `baseline frozen: ${event.observations} readings of the old version until ${event.until}${told}`;
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
      return `signed "${event.item}" as ${event.role}${event.note === undefined ? '' : `: ${event.note}`}`;
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
      return `the daemon was away from ${event.blindFrom} until ${event.blindUntil}; that time is blind`;
    case 'silenced':
      return `silenced ${event.criterion} until ${event.until}: ${event.reason}`;
    case 'silence-ended':
      return `the silence of ${event.criterion} ended: ${event.because}`;
    case 'plan-changed':
      return `another plan came into force (${event.from.slice(0, 12)} to ${event.to.slice(0, 12)}): the readings of the watch are judged again by it`;
    case 'decided':
      return `decided ${event.decision.toUpperCase()}: ${event.reason}`;
    case 'rollback-requested':
      return `asked for the rollback to ${event.target.version} (${event.target.commit})`;
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
