import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import {
  hours,
  type Instant,
  type Millis,
  millis,
  minus,
  minutes,
  plus,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { eachSlowly } from '../engine/slow-work.ts';
import { openingOf, restoreWatch } from '../engine/watch.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store, StoredSnapshot } from '../ports/store.ts';
import { readQuestions } from './current-questions.ts';
import { inSlices } from './in-slices.ts';
import { silencedSpans } from './silenced-spans.ts';
import { watchKey } from './watch-key.ts';
import { deploymentSetup, recoverySetup } from './watch-setup.ts';

const snapshotEvery = seconds(60);
/**
 * How far before a snapshot readings are read again, as they may have been on their way when it was taken; the engine
 * knows the ones it has. A reading is of the interval before it was due.
 */
const overlapOf = (criteria: readonly Criterion[]): Millis =>
  millis(Math.max(minutes(10), ...criteria.map(({ every, timeout }) => 2 * every + timeout)));

/** The engine at work on one deployment, and its place in the store. */
export interface RunningWatch {
  readonly deployment: string;
  /** What it watches: the version that was deployed, or the one that runs again after the rollback. */
  readonly of: 'deployment' | 'recovery';
  /** `watchKey` of its deployment: also where its snapshot is kept. */
  readonly key: string;
  /** All silences since the deploy, as they stand now. */
  silence(silences: readonly Silence[]): void;
  fold(observations: readonly Observation[]): void;
  /** Until it is done nothing may be folded or silenced. */
  assess(now: Instant): Promise<Assessment>;
  /** Stores a snapshot when the last one is old enough, or now. Until it is done nothing may be folded or silenced. */
  keep(when: 'if-due' | 'now'): Promise<void>;
  /** Set when an earlier process left off in the middle: nothing was read in between. */
  readonly gap?: { readonly from: Instant; readonly until: Instant };
}

/** Begins the watch of a deployment, or takes it up where an earlier process left it. */
export async function openWatch(options: {
  readonly deployment: Deployment;
  readonly plan: EnvironmentPlan;
  readonly sources: Plan['sources'];
  readonly silences: readonly Silence[];
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** A reading came when its time was judged already: it is kept, and is no evidence. */
  onLate(criterion: string): void;
}): Promise<RunningWatch> {
  const { deployment, plan, sources, store, clock, log } = options;
  const recovery = deployment.rollback?.watch;
  const setup = recovery === undefined ? deploymentSetup(deployment, plan) : recoverySetup(deployment, recovery, plan);
  const { criteria } = setup;
  const key = watchKey(deployment);

  const { environment, id } = deployment;
  const questions = await readQuestions({ store, environment, sources, criteria, now: clock.now() });
  const footings = await store.footings(id);
  const standsOn = new Map(
    criteria.flatMap(({ name }) => {
      const footing = footings.get(name);
      if (footing === undefined) return [];
      const { hash, since } = questions.of(name);
      return [[name, footing.question === hash ? footing.because : `nothing: its query changed at ${since}`] as const];
    }),
  );
  const snapshot = await store.snapshot(key);
  const { watch, tailFrom } =
    snapshot === undefined || questions.changedSince(snapshot.at) ? await beginAnew() : await takeUp(snapshot);

  const names = new Set(criteria.map(({ name }) => name));
  const told = new Map<string, Instant>();
  let spans = silencedSpans(options.silences).filter(({ criterion }) => names.has(criterion));

  /** A silence is told before the readings that fall into it: the engine knows one for each criterion. */
  function tellSilences(upTo: Instant): void {
    for (const span of spans) {
      const key = `${span.criterion} ${span.from}`;
      if (span.from > upTo || told.get(key) === span.until) continue;
      watch.silence(span);
      told.set(key, span.until);
    }
  }

  function fold(observation: Observation): boolean {
    if (questions.isOfAnother(observation)) return false;
    tellSilences(observation.at);
    const answer = watch.observe(observation);
    if (!answer.folded) log.debug({ criterion: observation.criterion, because: answer.because }, 'reading dropped');
    return !answer.folded && answer.isLate === true;
  }

  const tail = await store.observations({ environment, from: tailFrom, to: plus(clock.now(), hours(1)) });
  await inSlices(eachSlowly(tail, fold), clock);
  tellSilences(clock.now());

  let keptAt = clock.now();
  const gap = gapBefore(clock.now(), tail.at(-1));
  return {
    deployment: id,
    of: recovery === undefined ? 'deployment' : 'recovery',
    key,
    silence(silences) {
      spans = silencedSpans(silences).filter(({ criterion }) => names.has(criterion));
      tellSilences(clock.now());
    },
    fold(observations) {
      for (const observation of observations) if (fold(observation)) options.onLate(observation.criterion);
    },
    async assess(now) {
      const assessment = await inSlices(watch.assessing(now), clock);
      const judgements = assessment.judgements.map((judgement) => {
        const baselineFrom = standsOn.get(judgement.name);
        return baselineFrom === undefined ? judgement : { ...judgement, baselineFrom };
      });
      return { ...assessment, judgements };
    },
    async keep(when) {
      const now = clock.now();
      if (when === 'if-due' && now < plus(keptAt, snapshotEvery)) return;
      keptAt = now;
      const state = await inSlices(watch.snapshotting(), clock);
      await store.saveSnapshot({ deployment: key, at: now, state });
    },
    ...(gap && { gap }),
  };

  async function takeUp({ at, state }: StoredSnapshot) {
    try {
      return { watch: restoreWatch(setup, state), tailFrom: minus(at, overlapOf(criteria)) };
    } catch (cause) {
      // The plan or the program changed: everything that was read is still there, so it is judged again.
      const because = cause instanceof Error ? cause.message : String(cause);
      log.info({ deployment: id, because }, 'the stored state of the watch does not fit; folding all readings again');
      return beginAnew();
    }
  }

  async function beginAnew() {
    const opening = openingOf(setup);
    for (const { name } of criteria) {
      if (footings.get(name)?.question === questions.of(name).hash) {
        await inSlices(opening.compare(name, await store.baseline(id, name)), clock);
      }
    }
    return { watch: opening.begin(), tailFrom: setup.startedAt };
  }

  function gapBefore(now: Instant, last: Observation | undefined) {
    const seenUntil = last === undefined ? setup.startedAt : plus(last.at, millis(last.seconds * 1_000));
    if (now < plus(seenUntil, millis(2 * plan.watch.every))) return undefined;
    return { from: seenUntil, until: now };
  }
}
