import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { TicketPlan } from '@daywatch/shared/vocabulary/ticket.ts';
import {
  hours,
  type Millis,
  millis,
  minutes,
  parseRfc3339,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import type { AftermathEvent } from '../deployments/aftermath.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';
import type { TicketDesk } from '../ports/ticket.ts';
import { nextWindow } from '../window/next-window.ts';
import { ticketOf } from './ticket-of.ts';
import { reportFile, type ToDo, toDoFor } from './to-do.ts';

export interface AftermathParts {
  readonly store: Pick<Store, 'deployment' | 'deployments'>;
  readonly clock: Clock;
  readonly log: Logger;
  planOf(environment: string): { readonly plan: EnvironmentPlan } | undefined;
  /** Records what was done, once however often it is told. */
  note(deployment: string, event: AftermathEvent): Promise<void>;
  /** Writes the report beside the daemon's data. */
  writeReport(deployment: Deployment, file: string): Promise<void>;
  openDesk(environment: string, ticket: TicketPlan): { readonly desk: TicketDesk; readonly template?: string };
  /** Where people find the report. */
  reportUrl(deployment: string): string;
  onFault(cause: unknown): void;
}

export interface Aftermath {
  /** A deployment has a new state: it may have ended. */
  deploymentChanged(deployment: Deployment): void;
  /** What an earlier process did not come to do. */
  takeUp(environments: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

const firstPause = seconds(15);
const longestPause: Millis = minutes(15);
/** Whatever the other side asks for. */
const longestAsked: Millis = hours(1);

/** Done, or to be tried again: at the soonest after a time that the other side may ask for. */
type Outcome = 'done' | { readonly after: Millis };
const later: Outcome = { after: millis(0) };

function laterOf(one: Outcome, other: Outcome): Outcome {
  if (one === 'done') return other;
  return other === 'done' || one.after > other.after ? one : other;
}

/**
 * What is done once a deployment has ended: the report, and after a rollback a ticket and the next window. The record is
 * the list of what is done, so nothing is lost or done twice by a daemon that is killed in between.
 */
export function startAftermath(parts: AftermathParts): Aftermath {
  const { store, clock, log, planOf, note } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = new Map<string, Promise<void>>();
  /** Told of again while it was worked on. */
  const again = new Set<string>();

  async function work(id: string): Promise<void> {
    for (let pause = firstPause; !signal.aborted; ) {
      again.delete(id);
      const outcome = await doAll(id).catch(faulty);
      if (outcome === 'done' && !again.has(id)) return;
      if (outcome === 'done') continue;
      const asked = Math.min(outcome.after, longestAsked);
      await clock.sleep(millis(Math.max(pause, asked)), signal);
      pause = millis(Math.min(longestPause, pause * 2));
    }
  }

  function faulty(cause: unknown): Outcome {
    parts.onFault(cause);
    return later;
  }

  async function doAll(id: string): Promise<Outcome> {
    let outcome: Outcome = 'done';
    const skipped = new Set<ToDo>();
    for (;;) {
      const deployment = await store.deployment(id);
      if (deployment === undefined || signal.aborted) return 'done';
      const plan = planOf(deployment.environment)?.plan;
      const next = toDoFor(deployment, plan, clock.now()).find((one) => !skipped.has(one));
      if (next === undefined) return outcome;
      // What cannot be done now, or at all, holds up nothing else.
      skipped.add(next);
      outcome = laterOf(outcome, await doOne(next, deployment, plan).catch(faulty));
    }
  }

  async function doOne(what: ToDo, deployment: Deployment, plan: EnvironmentPlan | undefined): Promise<Outcome> {
    const { id, environment } = deployment;
    switch (what) {
      case 'write-report': {
        const file = reportFile(deployment);
        await parts.writeReport(deployment, file);
        await note(id, { type: 'report-written', file });
        return 'done';
      }
      case 'propose-window': {
        const ended = parseRfc3339(deployment.endedAt);
        const found = plan?.window && ended !== undefined ? nextWindow(plan.window, ended) : undefined;
        if (plan?.window === undefined || found === undefined) return 'done';
        const { opensAt, closesAt, because } = found;
        const { timeZone } = plan.window;
        await note(id, {
          type: 'window-proposed',
          opensAt: rfc3339(opensAt),
          closesAt: rfc3339(closesAt),
          timeZone,
          because,
        });
        return 'done';
      }
      case 'open-ticket': {
        const planned = plan?.rollback?.ticket;
        if (planned === undefined) return 'done';
        const { desk, template } = parts.openDesk(environment, planned);
        const timeZone = plan?.window?.timeZone ?? 'UTC';
        const ticket = ticketOf(deployment, { template, reportUrl: parts.reportUrl(id), timeZone });
        const outcome = await desk.open(ticket, signal);
        if (outcome.type === 'opened') {
          const { url } = outcome;
          await note(id, { type: 'ticket-opened', in: outcome.in, ...(url !== undefined && { url }) });
          return 'done';
        }
        log.warn({ deployment: id, environment, because: outcome.because }, 'the ticket could not be opened');
        if (!outcome.final) return outcome.after === undefined ? later : { after: outcome.after };
        await note(id, { type: 'ticket-failed', in: outcome.in, because: outcome.because });
        return 'done';
      }
    }
  }

  function begin(id: string): void {
    if (signal.aborted) return;
    again.add(id);
    if (working.has(id)) return;
    working.set(
      id,
      work(id).finally(() => working.delete(id)),
    );
  }

  return {
    deploymentChanged(deployment) {
      const plan = planOf(deployment.environment)?.plan;
      if (toDoFor(deployment, plan, clock.now()).length > 0) begin(deployment.id);
    },
    async takeUp(environments) {
      for (const environment of environments) {
        const plan = planOf(environment)?.plan;
        for (const deployment of await store.deployments({ environment, limit: 20 }))
          if (toDoFor(deployment, plan, clock.now()).length > 0) begin(deployment.id);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(working.values());
    },
  };
}
