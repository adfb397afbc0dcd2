import type { Deployment, WatchExtension } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import {
  days,
  formatDuration,
  type Instant,
  type Millis,
  millis,
  minutes,
  parseDuration,
  parseRfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Decision } from './decision.ts';

const shortest: Millis = minutes(1);
const longest: Millis = days(7);

/** What follows from the decision to watch longer. */
export function extendWatch(
  { by, reason }: { readonly by: Millis | undefined; readonly reason: string },
  state: Deployment,
): Decision {
  if (state.phase !== 'watching') {
    const detail = `Deployment ${state.id} of ${state.environment} is ${state.phase}: there is no watch to extend.`;
    return { refused: { code: 'wrong-phase', detail } };
  }
  if (by === undefined || by < shortest || by > longest) {
    const hint = `Say how much longer, ${formatDuration(shortest)} to ${formatDuration(longest)}: --by 2h.`;
    const detail =
      by === undefined ? 'Nobody said how much longer.' : `A watch is not extended by ${formatDuration(by)}.`;
    return { refused: { code: 'request-invalid', detail, hint } };
  }
  return {
    events: [
      { type: 'decided', decision: 'extend', reason },
      {
        type: 'watch-extended',
        by: formatDuration(by),
        // What was missed can still be seen; that it must see more than before would leave it as undecided as it is.
        extends: state.waitsForDecision?.sawTooLittle === true ? 'latest-end' : 'watch',
      },
    ],
  };
}

/** A watch that had ended goes on from now: the time in which it waited for the decision is watched too. */
export function extended(
  { extensions = [], waitsForDecision }: Deployment,
  { by, extends: what }: Extract<DeploymentEvent, { type: 'watch-extended' }>,
  at: string,
): { readonly extensions: readonly WatchExtension[]; readonly waitsForDecision: undefined } {
  const waited = waitsForDecision === undefined ? 0 : timeOf(at) - timeOf(waitsForDecision.since);
  const adds = (parseDuration(by) ?? 0) + Math.max(0, waited);
  return { extensions: [...extensions, { at, by, extends: what, adds: millis(adds) }], waitsForDecision: undefined };
}

const timeOf = (text: string): Instant => {
  const at = parseRfc3339(text);
  if (at === undefined) throw new Error(`the record has no readable time: ${text}`);
  return at;
};

/** How much longer than planned the watch is, and how much later its latest end. */
export function extensionOf({
  extensions = [],
}: Pick<Deployment, 'extensions'>): { readonly watch: Millis; readonly latestEnd: Millis } | undefined {
  if (extensions.length === 0) return undefined;
  const sum = (some: readonly WatchExtension[]) => millis(some.reduce((total, { adds }) => total + adds, 0));
  return { watch: sum(extensions.filter((one) => one.extends === 'watch')), latestEnd: sum(extensions) };
}

/** Who wanted to see more, for the reasons of a verdict. */
export function extensionSentence({ extensions = [], decisions }: Deployment): string | undefined {
  const decision = decisions.findLast((one) => one.decision === 'extend');
  const last = extensions.at(-1);
  if (decision === undefined || last === undefined) return undefined;
  return `${decision.by} decided to watch ${last.by} longer: ${decision.reason}`;
}
