import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { answered } from '@daywatch/daemon/src/demo/daemon-process.ts';
import type { DeploymentView, EnvironmentView } from '@daywatch/shared/api/views.ts';
import {
  between,
  type Instant,
  inSeconds,
  parseDuration,
  parseRfc3339,
  plus,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Recommendation, VerdictWord } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Pace } from './pace.ts';
import type { ReleaseCase } from './release-case.ts';
import { openShopWorld } from './shop-world.ts';

/** What came of a release: what is kept of it, and shown. */
export interface Outcome {
  readonly verdict: VerdictWord;
  readonly recommendation: Recommendation;
  /** The sentence of what had to find it, or the rule of the verdict. */
  readonly because: string;
  /** Seconds from the end of the deploy until NO-GO because of what had to find it stood in the record. */
  readonly foundAfter?: number;
  /** Criteria that failed, with the seconds from the end of the deploy to the moment since which each fails. */
  readonly failed: Readonly<Record<string, number>>;
}

/** Deploys a release over a good one in a world of its own, and watches until the watch is over, or for a while after NO-GO. */
export async function tryRelease(
  { release, watch, found }: Pick<ReleaseCase, 'release' | 'watch' | 'found'>,
  { databaseUrl, pace: usual }: { databaseUrl: string; pace: Pace },
): Promise<Outcome> {
  const pace = { ...usual, watch: watch ?? usual.watch };
  const world = await openShopWorld({ databaseUrl, before: release === 'good' ? undefined : 'good', pace });
  try {
    await systemClock.sleep(pace.baseline);
    const { deployment } = await world.deploy(release);
    const { finishedAt } = answered(await world.daemon.client.deployment({ deployment }));
    const deployed = parseRfc3339(finishedAt);
    if (deployed === undefined) throw new Error(`the deployment of ${release} has no end`);
    const failed = new Map<string, number>();
    const note = ({ verdict }: EnvironmentView) => {
      for (const { name, state, failingSince } of verdict.criteria)
        if (state === 'failing' && !failed.has(name))
          failed.set(name, inSeconds(between(deployed, parseRfc3339(failingSince ?? verdict.asOf) ?? deployed)));
    };
    const isIt = ({ deployment: current }: EnvironmentView) => current?.id === deployment;
    const patienceEnds = plus(systemClock.now(), seconds(2 * inSeconds(parseDuration(pace.watch) ?? seconds(60))));
    let noGoAt: Instant | undefined;
    const isSeen = (view: EnvironmentView) => {
      const now = systemClock.now();
      if (view.verdict.verdict === 'no-go') noGoAt ??= now;
      const enough = noGoAt !== undefined && between(noGoAt, now) >= pace.afterwards;
      return isIt(view) && (enough || (view.verdict.final && noGoAt === undefined) || now > patienceEnds);
    };
    const { verdict } = await world.daemon.until(isSeen, (view) => {
      if (isIt(view)) note(view);
    });
    const { events } = answered(await world.daemon.client.deployment({ deployment }));
    const foundAt = foundIn(events, found);
    const finder = verdict.criteria.find(({ name, state }) => found.includes(name) && state === 'failing');
    return {
      verdict: verdict.verdict,
      recommendation: verdict.recommendation,
      because: finder === undefined ? verdict.rule : `${finder.title}: ${finder.because}`,
      ...(foundAt !== undefined && { foundAfter: inSeconds(between(deployed, foundAt)) }),
      failed: Object.fromEntries(failed),
    };
  } finally {
    await world.close();
  }
}

/** When the record first says NO-GO with one of these criteria failing. */
function foundIn(events: DeploymentView['events'], found: readonly string[]): Instant | undefined {
  const first = events.find(
    ({ event }) =>
      event.type === 'verdict-changed' &&
      event.verdict === 'no-go' &&
      event.evidence?.some(({ name, state }) => found.includes(name) && state === 'failing') === true,
  );
  return parseRfc3339(first?.at);
}
