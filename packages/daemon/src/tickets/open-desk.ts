import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { TicketPlan } from '@daywatch/shared/vocabulary/ticket.ts';
import { readBeside } from '../plan/read-beside.ts';
import { maskSecrets, resolveSecrets, secretsIn } from '../plan/secrets.ts';
import { secretsBeside } from '../plan/secrets-beside.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { TicketDesk, TicketOutcome } from '../ports/ticket.ts';
import { maskAddress } from '../web/mask-address.ts';
import { githubDesk } from './github-desk.ts';
import { webhookDesk } from './webhook-desk.ts';

export interface DeskParts {
  readonly outbound: Outbound;
  readonly clock: Pick<Clock, 'now'>;
  /** The plan file that this process was started with. */
  readonly ownFile: string | undefined;
  /** What stands in it, and stood there when the deployment began: a rollback may have checked out an older one. */
  readonly ownPlans: (environment: string) => readonly Plan[];
  /** Variables that plans of others may use too. */
  readonly allowed: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface OpenDesk {
  readonly desk: TicketDesk;
  /** The plan's own template, where it has one that may be read. */
  readonly template?: string;
}

/**
 * Opens the place that a plan names, with its secrets. Whoever may register a plan could otherwise have any secret of
 * this machine sent anywhere: only the plan on its own disk, and what the settings allow, have them.
 */
export function openDesk(environment: string, ticket: TicketPlan, parts: DeskParts): OpenDesk {
  const { ownFile, ownPlans, outbound, clock } = parts;
  const own = ownPlans(environment).some((plan) =>
    isDeepStrictEqual(plan.environments[environment]?.rollback?.ticket, ticket),
  );
  const refused = own ? [] : secretsIn(ticket).filter((name) => !parts.allowed.includes(name));
  if (refused.length > 0) {
    const because = `the ticket uses ${refused.map((name) => `\${${name}}`).join(', ')} of the daemon's environment and does not stand word for word in a plan on the daemon's own disk`;
    return { desk: closed(because) };
  }
  const answer = resolveSecrets(ticket, secretsBeside(ownFile, parts.environment));
  if ('missing' in answer)
    return {
      desk: closed(`the ticket needs ${answer.missing.join(', ')}, which the daemon's environment does not have`),
    };
  const resolved = answer.resolved as TicketPlan;
  const mask = (text: string): string =>
    maskAddress(maskSecrets(text, answer.secrets), resolved.type === 'github' ? '' : resolved.url);
  const desk =
    resolved.type === 'github'
      ? githubDesk({ ...resolved, outbound, clock })
      : webhookDesk({ url: resolved.url, outbound, clock });
  const written = ticket.template;
  const template = written?.includes('\n')
    ? written
    : own && ownFile !== undefined && written !== undefined
      ? readBeside(ownFile, written)
      : undefined;
  return {
    desk: { open: async (of, signal) => masked(await desk.open(of, signal), mask) },
    ...(template !== undefined && { template }),
  };
}

const closed = (because: string): TicketDesk => ({
  open: async () => ({ type: 'refused', in: 'the plan', because, final: true }),
});

function masked(outcome: TicketOutcome, mask: (text: string) => string): TicketOutcome {
  return outcome.type === 'opened' ? outcome : { ...outcome, because: mask(outcome.because) };
}
