import { parseDuration, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState, Feed } from '../../feed.ts';
import type { Refusal } from '../../problems.ts';
import { gateLine, gateStatus } from '../gate-line.ts';
import type { Handlers } from '../handler.ts';
import { nextRevision } from '../next-revision.ts';
import type { HttpParts } from '../parts.ts';
import type { createRenderer } from '../rendered.ts';
import { textReply } from '../reply.ts';

export const longestWait = seconds(60);

/** What is known of environments, and the verdict on them. */
export function environments(
  parts: Pick<HttpParts, 'feed' | 'clock' | 'plans' | 'intake' | 'stopping'>,
  render: ReturnType<typeof createRenderer>,
): Pick<Handlers, 'environments' | 'environment' | 'verdict' | 'gate' | 'registerPlan' | 'pushObservations'> {
  const { feed, clock, plans, intake, stopping } = parts;
  const unknown = (environment: string) => unknownEnvironment(environment, feed);

  function verdict(state: EnvironmentState, etags: string | undefined): Response {
    const { verdictJson, etag, headers } = render(state, clock.now());
    return matches(etags, etag)
      ? new Response(null, { status: 304, headers })
      : new Response(verdictJson(), { headers });
  }

  return {
    environments: () => ({
      value: { environments: feed.all().map((state) => render(state, clock.now()).view) },
    }),
    environment({ parameters }) {
      const state = feed.current(parameters.environment);
      return state === undefined ? unknown(parameters.environment) : { value: render(state, clock.now()).view };
    },
    verdict({ parameters, query, context }) {
      const state = feed.current(parameters.environment);
      if (state === undefined) return unknown(parameters.environment);
      const etags = context.req.header('if-none-match');
      if (query.wait === undefined) return verdict(state, etags);
      const wait = parseDuration(query.wait);
      if (wait === undefined || wait > longestWait) return badWait(query.wait);
      // Somebody who knows an older revision has something to learn at once.
      if (etags !== undefined && !matches(etags, render(state, clock.now()).etag)) return verdict(state, etags);
      const signals = [context.req.raw.signal, stopping];
      return nextRevision({ feed, clock }, state, wait, signals).then((next) => verdict(next, etags));
    },
    gate({ parameters, query, context }) {
      const state = feed.current(parameters.environment);
      if (state === undefined) return unknown(parameters.environment);
      const { view, verdictJson, stale } = render(state, clock.now());
      const status = gateStatus(view.verdict.verdict, query.undecided, stale);
      return context.req.header('accept')?.includes('application/json')
        ? textReply(verdictJson(), status, 'application/json')
        : textReply(gateLine(view.verdict), status);
    },
    async registerPlan({ parameters, body }) {
      const receipt = await plans.register(parameters.environment, body.text, body.file);
      return 'refused' in receipt ? receipt : { value: receipt };
    },
    async pushObservations({ parameters: { environment }, body }) {
      if (feed.current(environment) === undefined) return unknown(environment);
      const taken = await intake.push(environment, body.observations);
      return 'refused' in taken ? taken : { value: { environment, accepted: taken.accepted }, status: 202 };
    },
  };
}

export function unknownEnvironment(environment: string, feed: Pick<Feed, 'all'>): { refused: Refusal } {
  const known = feed.all().map(({ name }) => name);
  const hint = known.length === 0 ? 'No plan is registered yet.' : `Known: ${known.join(', ')}.`;
  return { refused: { code: 'unknown-environment', detail: `There is no environment ${environment}.`, hint } };
}

const matches = (etags: string | undefined, etag: string): boolean =>
  etags !== undefined && (etags === etag || etags === '*' || etags.split(',').some((one) => one.trim() === etag));

export const badWait = (wait: string): { refused: Refusal } => ({
  refused: {
    code: 'request-invalid',
    detail: 'The query has a fault.',
    problems: [
      {
        code: 'custom',
        path: 'query.wait',
        message: `"${wait}" is not a duration of at most 60s`,
        hint: 'Write it like 30s.',
      },
    ],
  },
});
