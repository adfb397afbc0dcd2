import { isDeepStrictEqual } from 'node:util';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import {
  between,
  type Instant,
  type Millis,
  millis,
  minus,
  parseRfc3339,
  plus,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import { hasTouched } from '../deployments/at-work.ts';
import { decide } from '../deployments/decide.ts';
import type { Note } from '../deployments/decide-note.ts';
import type { EnvironmentState, Feed, WaitingRunner } from '../feed.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, Frozen } from '../ports/commands.ts';
import type { Logger } from '../ports/logger.ts';
import type { Memory } from '../ports/memory.ts';
import type { Pushed, Source } from '../ports/source.ts';
import type { Store } from '../ports/store.ts';
import { windowStateAt } from '../window/window-state.ts';
import { freezeBaseline } from './baseline-keeper.ts';
import { keepHours } from './hour-keeper.ts';
import { knownBefore, readKnownDeployments } from './known-deployments.ts';
import { measureCriteria } from './measure-criteria.ts';
import type { Measured } from './measure-loop.ts';
import { noteQuestions } from './note-questions.ts';
import { type OccasionAt, occasionOf } from './occasion-of.ts';
import { overrunNotes } from './overrun-notes.ts';
import { createRecorder } from './recorder.ts';
import { openWatch, type RunningWatch } from './running-watch.ts';
import { tellCausesOnce } from './shared-cause.ts';
import { inForce } from './silenced-spans.ts';
import { watchKey } from './watch-key.ts';
import { watchNotes } from './watch-notes.ts';

const keptOutput = 8_000;
/** Another daemon may share the store: what it has done is seen after so long at the latest. */
const readAgainAfter = seconds(15);

/**
 * After a look, so many times as long as judging and publishing took, with the turns that others had meanwhile: with
 * thousands of criteria that is a hundredth of the time at most. Looks of `lookInterval` are always made.
 */
const restAfterLook = 100;

export interface RegisteredPlan {
  readonly plan: Plan;
  readonly file: string;
}

export interface EnvironmentParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  openSource(plan: Plan, source: string, memory: Memory): Source;
  /** Tells the record what the engine says of a deployment. Must not wait for `deploymentChanged`. */
  judge(deployment: string, assessment: Assessment, of: 'deployment' | 'recovery'): Promise<void>;
  noteBlindGap(deployment: string, from: Instant, until: Instant): Promise<void>;
  /** Tells the record what else happened to a watch. Must not wait for `deploymentChanged`. */
  note(deployment: string, note: Note, by: Actor): Promise<void>;
  onMeasured(environment: string, measured: Measured): void;
  /** A reading came when its time was judged already. */
  onLate(environment: string, criterion: string): void;
  /** A bug met while looking after an environment: told, and the watch goes on. */
  onFault(cause: unknown): void;
}

/** One environment under observation: measures always, judges while a deployment is watched. */
export interface WatchedEnvironment {
  readonly name: string;
  readonly registered: RegisteredPlan;
  state(): EnvironmentState;
  /** A deployment has a new state: it may begin or end a watch. */
  deploymentChanged(): Promise<void>;
  /** A silence began, or was ended. */
  silencesChanged(): Promise<void>;
  freezeBaseline(deployment: Deployment, until: Instant): Promise<Frozen>;
  output(text: string): void;
  /** Who waits for something to do. */
  runnersChanged(runners: readonly WaitingRunner[]): void;
  /** Criteria whose readings are pushed by others. */
  takers(): ReadonlySet<string>;
  /** Resolves when it is kept. Throws for a criterion that is not among the takers. */
  accept(criterion: string, pushed: Pushed): Promise<void>;
  /** When it last looked. Two intervals later it is late. */
  lookedAt(): Instant;
  stop(): Promise<void>;
}

/** Opens the sources of one environment's criteria and looks after them until `stop`. */
export async function watchEnvironment(
  name: string,
  registered: RegisteredPlan,
  parts: EnvironmentParts,
  earlier?: EnvironmentState,
): Promise<WatchedEnvironment> {
  const { store, clock, feed } = parts;
  const log = parts.log.child({ environment: name });
  const plan = environmentOf(registered.plan, name);
  const stopping = new AbortController();
  const { signal } = stopping;
  const lookEvery = lookInterval(plan);
  const goodFor = millis(Math.min(60_000, Math.max(15_000, 3 * plan.watch.every)));

  const startedAt = clock.now();
  const latest = new Map(earlier?.latest);
  /** What the store says, and when it was asked; `undefined` when it has to be asked again. */
  let readAt: Instant | undefined;
  let known = knownBefore(earlier);
  let occasionAt: OccasionAt = occasionOf(known.current);
  let runners: readonly WaitingRunner[] = earlier?.runners ?? [];
  let hasNotedQuestions = false;
  let assessed: { readonly deployment: string; readonly key: string; readonly assessment: Assessment } | undefined;
  if (earlier?.deployment && earlier.assessment) {
    const { deployment: of, assessment } = earlier;
    assessed = { deployment: of.id, key: watchKey(of), assessment };
  }
  let output = earlier?.output;
  let revision = (earlier?.revision ?? 0) + 1;
  let lookedAt = clock.now();
  /** As of when everything is that is published: while a look is under way, still as of the one before. */
  let shownAt = lookedAt;
  /** Readings that come before this wait for the next look. */
  let lookedEnough = clock.elapsed();
  /** When a look is made even if nothing was read. */
  let lookAgain = clock.elapsed();
  let watch: RunningWatch | undefined;
  let published: readonly unknown[] = [];
  let turn: Promise<void> = Promise.resolve();

  const recorder = createRecorder({
    environment: name,
    store,
    clock,
    log,
    signal,
    onStored: (batch) => inTurn(() => take(batch)),
  });

  /** Readings, looks and changed deployments come one after the other. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work).catch(parts.onFault);
    return turn;
  }

  async function take(batch: readonly Observation[]): Promise<void> {
    for (const observation of batch) latest.set(observation.criterion, observation);
    // While its successor is being put in its place, nothing that is read says anything of the version before.
    if (!isBeingReplaced()) watch?.fold(batch);
    if (clock.elapsed() >= lookedEnough) await look();
  }

  async function look(): Promise<void> {
    lookedAt = clock.now();
    lookAgain = millis(clock.elapsed() + lookEvery);
    if (readAt === undefined || lookedAt >= plus(readAt, readAgainAfter) || lookedAt < readAt) await readStore();
    await followWatch();
    const { current } = known;
    for (const note of overrunNotes(current, plan.window, lookedAt)) {
      if (current !== undefined) await parts.note(current.id, note, 'daemon');
    }
    const judging = clock.elapsed();
    let worked = 0;
    if (watch !== undefined) {
      const { criteria, for: length } = plan.watch;
      const assessment = tellCausesOnce(await watch.assess(lookedAt), { criteria, latest, watch: length });
      worked = clock.elapsed() - judging;
      assessed = { deployment: watch.deployment, key: watch.key, assessment };
      // The same pure rule as the writer's, on the state at hand: most looks change nothing, and need no record read.
      if (changesRecord(assessment, watch.of, known.watched)) await parts.judge(watch.deployment, assessment, watch.of);
    }
    const publishing = clock.elapsed();
    shownAt = lookedAt;
    publish();
    worked += clock.elapsed() - publishing;
    lookedEnough = millis(clock.elapsed() + restAfterLook * worked);
    await watch?.keep('if-due');
  }

  /** In its turn: a look before it may just be reading what was there before. */
  function lookAnew(): Promise<void> {
    readAt = undefined;
    return look();
  }

  const isBeingReplaced = (): boolean =>
    watch !== undefined &&
    known.current !== undefined &&
    known.current.id !== watch.deployment &&
    hasTouched(known.current);

  async function readStore(): Promise<void> {
    if (!hasNotedQuestions) {
      const { sources } = registered.plan;
      const { criteria } = plan.watch;
      await noteQuestions({ store, environment: name, sources, criteria, now: startedAt });
      hasNotedQuestions = true;
    }
    const now = await readKnownDeployments(store, name, lookedAt);
    if (now.current?.id !== known.current?.id) output = undefined;
    known = now;
    occasionAt = occasionOf(now.current);
    readAt = lookedAt;
  }

  /** Begins the watch that there should be, ends the one that is over. */
  async function followWatch(): Promise<void> {
    const { watched, silences } = known;
    if (watch !== undefined && (watched === undefined || watch.key !== watchKey(watched))) {
      const over = watch;
      watch = undefined;
      await over.keep('now');
    }
    if (watched === undefined) return;
    // Of a watch after a rollback the record tells only how it ended.
    const notes =
      watched.phase === 'watching'
        ? watchNotes({ watched, silences, planHash: registered.plan.hash, now: lookedAt })
        : [];
    for (const { note, by } of notes) await parts.note(watched.id, note, by);
    watch?.silence(silences);
    if (watch !== undefined) return;
    const { sources } = registered.plan;
    const onLate = (criterion: string) => parts.onLate(name, criterion);
    const opened = await openWatch({ deployment: watched, plan, sources, silences, store, clock, log, onLate });
    const begun = watched.rollback?.watch?.startedAt ?? watched.watchStartedAt ?? watched.requestedAt;
    const begunAt = parseRfc3339(begun) ?? startedAt;
    if (opened.gap !== undefined && begunAt < startedAt) {
      await parts.noteBlindGap(watched.id, opened.gap.from, opened.gap.until);
    }
    watch = opened;
  }

  function state(): EnvironmentState {
    const { current: deployment, planned, watched, silences, stable } = known;
    // The judgement of another deployment, for instance of the one before, says nothing of this one.
    const isOfThis = assessed !== undefined && deployment !== undefined && assessed.key === watchKey(deployment);
    const assessment = isOfThis ? assessed?.assessment : undefined;
    return {
      name,
      service: registered.plan.service,
      plan,
      planHash: registered.plan.hash,
      planFile: registered.file,
      revision,
      asOf: shownAt,
      validUntil: plus(shownAt, goodFor),
      latest,
      ...(deployment && { deployment }),
      ...(planned && { planned }),
      ...(assessment && { assessment }),
      ...(watched &&
        watched.id === assessed?.deployment &&
        watched.id !== deployment?.id && { stillWatched: { deployment: watched, assessment: assessed.assessment } }),
      silences: inForce(silences, shownAt),
      ...(plan.window && { window: windowStateAt(plan.window, shownAt) }),
      ...(stable.last && { lastStable: stable.last }),
      ...(stable.tag !== undefined && { stableTag: stable.tag }),
      rolledBack: stable.rolledBack,
      runners,
      ...(output !== undefined && { output }),
    };
  }

  function publish(): void {
    if (signal.aborted) return;
    const current = state();
    const { deployment, planned, assessment, stillWatched, silences, window } = current;
    const told = [deployment?.sequence, deployment?.id, assessment, stillWatched?.assessment, runners, output];
    const content = [...told, known.stable, planned?.id, planned?.sequence, silences, window];
    // Not as texts: of a thousand criteria one has mostly changed, and with the first difference it is over.
    if (!isDeepStrictEqual(content, published)) revision += 1;
    published = content;
    feed.publish(current);
  }

  async function keepLooking(): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(millis(Math.max(0, lookAgain - clock.elapsed())), signal);
      if (!signal.aborted && clock.elapsed() >= lookAgain) await inTurn(look);
    }
  }

  /** A reading that is asked for so long after the deploy finished is judged; a second more, for it may be asked late. */
  const warmUpOf = ({ every, after }: Criterion): Millis => millis(every + (after ?? plan.watch.settle) + seconds(1));
  await inTurn(look);
  const measuring = measureCriteria({
    plan: registered.plan,
    environment: plan,
    store,
    clock,
    signal,
    openSource: parts.openSource,
    occasion: (criterion) => occasionAt(minus(clock.now(), warmUpOf(criterion))),
    onMeasured(measured) {
      parts.onMeasured(name, measured);
      recorder.add(measured.observation);
    },
  });
  const looking = keepLooking();
  const summing = keepHours({
    store,
    environment: name,
    criteria: plan.watch.criteria.map((criterion) => criterion.name),
    clock,
    signal,
    onFault: (cause) => log.warn({ err: cause }, 'could not sum up the readings of the last hours; trying again'),
  });

  return {
    name,
    registered,
    state,
    deploymentChanged: () => inTurn(lookAnew),
    silencesChanged: () => inTurn(lookAnew),
    freezeBaseline(of, until) {
      const { criteria, settle } = plan.watch;
      const { sources } = registered.plan;
      const { probeOf } = measuring;
      return freezeBaseline({ store, clock, environment: name, sources, criteria, settle, probeOf }, of, until);
    },
    output(text) {
      output = `${output ?? ''}${text}`.slice(-keptOutput);
      publish();
    },
    runnersChanged(waiting) {
      runners = waiting;
      publish();
    },
    takers: measuring.takers,
    accept: measuring.accept,
    lookedAt: () => lookedAt,
    async stop() {
      stopping.abort();
      await Promise.all([measuring.ended(), looking, summing]);
      await recorder.settled();
      await inTurn(async () => watch?.keep('now'));
      await measuring.close();
    },
  };
}

function changesRecord(
  assessment: Assessment,
  of: 'deployment' | 'recovery',
  watched: Deployment | undefined,
): boolean {
  const decision = decide({ type: 'judge', assessment, of }, watched);
  return 'events' in decision && decision.events.length > 0;
}

/** Often enough that "stale" and "final" are not noticed late, and never more than once a second. */
export const lookInterval = (plan: EnvironmentPlan): Millis =>
  millis(Math.min(seconds(5), Math.max(seconds(1), plan.watch.every)));

/** Late: not looked at for two intervals, with what a busy machine may take. */
export const isLate = (environment: WatchedEnvironment, now: Instant): boolean =>
  between(environment.lookedAt(), now) > Math.max(2 * lookInterval(environment.state().plan), seconds(10));

function environmentOf(plan: Plan, name: string): EnvironmentPlan {
  const environment = plan.environments[name];
  if (environment === undefined) throw new Error(`the plan has no environment ${name}`);
  return environment;
}
