import type { Aftermath, Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

/** What is done once a deployment has ended. */
export type AftermathEvent = Extract<
  DeploymentEvent,
  { type: 'report-written' | 'ticket-opened' | 'ticket-failed' | 'window-proposed' }
>;

export function aftermathWith(known: Aftermath | undefined, event: AftermathEvent): Aftermath {
  switch (event.type) {
    case 'report-written':
      return { ...known, report: event.file };
    case 'ticket-opened': {
      const { in: where, url } = event;
      return { ...known, ticket: { state: 'opened', in: where, ...(url !== undefined && { url }) } };
    }
    case 'ticket-failed':
      return { ...known, ticket: { state: 'failed', in: event.in, because: event.because } };
    case 'window-proposed': {
      const { type: _, ...nextWindow } = event;
      return { ...known, nextWindow };
    }
  }
}

/** Each is recorded once, however often it is told: whoever does it may have been killed before it heard the answer. */
export function noteAftermath(event: AftermathEvent, { aftermath = {} }: Deployment): readonly DeploymentEvent[] {
  switch (event.type) {
    case 'report-written':
      return aftermath.report === event.file ? [] : [event];
    case 'ticket-opened':
      return aftermath.ticket?.state === 'opened' ? [] : [event];
    case 'ticket-failed':
      return aftermath.ticket === undefined ? [event] : [];
    case 'window-proposed':
      return aftermath.nextWindow === undefined ? [event] : [];
  }
}
