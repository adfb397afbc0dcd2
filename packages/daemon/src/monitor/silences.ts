import type { SilenceRequest } from '@daywatch/shared/api/requests.ts';
import { longestSilence, type Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { formatDuration, type Instant, parseRfc3339, plus, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Answer, SilenceCommands } from '../ports/commands.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store } from '../ports/store.ts';
import type { Refusal } from '../problems.ts';
import type { Monitor } from './monitor.ts';
import { inForce } from './silenced-spans.ts';

export interface SilenceParts {
  readonly store: Pick<Store, 'silences' | 'saveSilence'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly log: Logger;
  readonly monitor: Pick<Monitor, 'planOf' | 'silencesChanged'>;
}

/** Mutes a criterion for a time, and ends that. What is answered is stored, and told to the watch. */
export function createSilences({ store, clock, ids, log, monitor }: SilenceParts): SilenceCommands {
  let line: Promise<unknown> = Promise.resolve();
  /** One after the other: a criterion has one silence at a time. */
  function inLine<T>(work: () => Promise<T>): Promise<T> {
    const mine = line.then(work, work);
    line = mine.catch(() => undefined);
    return mine;
  }

  async function save(silence: Silence): Promise<void> {
    await store.saveSilence(silence);
    log.info({ ...silence }, silence.endedBy === undefined ? 'criterion silenced' : 'silence ended');
  }

  return {
    silence: (environment, request, by) =>
      inLine(async (): Promise<Answer<Silence>> => {
        const plan = monitor.planOf(environment)?.plan;
        if (plan === undefined) return unknownEnvironment(environment);
        const { criterion, reason } = request;
        const known = plan.watch.criteria.map(({ name }) => name);
        if (!known.includes(criterion)) {
          const detail = `The plan of ${environment} has no criterion ${criterion}.`;
          return { refused: { code: 'unknown-criterion', detail, hint: `It has: ${known.join(', ')}.` } };
        }
        const now = clock.now();
        const until = endOf(request, now);
        if ('refused' in until) return until;
        for (const before of inForce(await store.silences(environment, now), now)) {
          // The newer one takes its place, in the same moment.
          if (before.criterion === criterion) await save({ ...before, until: rfc3339(now), endedBy: by });
        }
        const silence: Silence = {
          id: ids.next(),
          environment,
          criterion,
          owner: by,
          reason,
          from: rfc3339(now),
          until: rfc3339(until.at),
        };
        await save(silence);
        await monitor.silencesChanged(environment);
        return silence;
      }),

    endSilence: (environment, id, by) =>
      inLine(async (): Promise<Answer<Silence>> => {
        if (monitor.planOf(environment) === undefined) return unknownEnvironment(environment);
        const now = clock.now();
        const current = inForce(await store.silences(environment, now), now);
        const silence = current.find((one) => one.id === id);
        if (silence === undefined) {
          const hint =
            current.length === 0
              ? 'Nothing is silenced.'
              : `In force: ${current.map((one) => `${one.id} (${one.criterion})`).join(', ')}.`;
          return {
            refused: { code: 'unknown-silence', detail: `No silence ${id} is in force in ${environment}.`, hint },
          };
        }
        const ended = { ...silence, until: rfc3339(now), endedBy: by };
        await save(ended);
        await monitor.silencesChanged(environment);
        return ended;
      }),
  };
}

const unknownEnvironment = (environment: string): { readonly refused: Refusal } => ({
  refused: { code: 'unknown-environment', detail: `No plan is registered for ${environment}.` },
});

/** When it ends, by the daemon's clock. */
function endOf(
  { for: span, until }: Pick<SilenceRequest, 'for' | 'until'>,
  now: Instant,
): { readonly at: Instant } | { readonly refused: Refusal } {
  const key = span === undefined ? 'until' : 'for';
  const at = span === undefined ? parseRfc3339(until) : plus(now, span);
  const longest = formatDuration(longestSilence);
  if (at === undefined || at <= now) return badEnd(key, 'it would be over before it begins', 'Write a later time.');
  if (at > plus(now, longestSilence)) {
    return badEnd(key, `a silence lasts ${longest} at most`, 'Silence it again when this one is over.');
  }
  return { at };
}

const badEnd = (key: 'for' | 'until', message: string, hint: string): { readonly refused: Refusal } => ({
  refused: {
    code: 'request-invalid',
    detail: 'The body has a fault.',
    problems: [{ code: 'custom', path: `body.${key}`, message, hint }],
  },
});
