import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { between, type Instant, type Millis, millis, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { EnvironmentState, Feed } from '../feed.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Source } from '../ports/source.ts';
import type { StableVersion, Store } from '../ports/store.ts';
import { type Measured, measureLoop } from './measure-loop.ts';
import { createRecorder } from './recorder.ts';
import { openWatch, type RunningWatch } from './running-watch.ts';

const keptOutput = 8_000;

export interface RegisteredPlan {
  readonly plan: Plan;
  readonly file: string;
}

export interface EnvironmentParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly feed: Feed;
  openSource(plan: Plan, source: string): Source;
  /** Tells the record what the engine says of a deployment. Must not wait for `deploymentChanged`. */
  judge(deployment: string, assessment: Assessment): Promise<void>;
  noteBlindGap(deployment: string, from: Instant, until: Instant): Promise<void>;
  onMeasured(environment: string, measured: Measured): void;
  /** A bug met while looking after an environment: told, and the watch goes on. */
  onFault(cause: unknown): void;
}

/** One environment under observation: measures always, judges while a deployment is watched. */
export interface WatchedEnvironment {
  readonly name: string;
  state(): EnvironmentState;
  /** The deployment has a new state; it may begin or end a watch. */
  deploymentChanged(deployment: Deployment): Promise<void>;
  output(text: string): void;
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
  const goodFor = millis(Math.max(15_000, 3 * plan.watch.every));

  let latest: Record<string, Observation> = { ...earlier?.latest };
  let deployment: Deployment | undefined = await currentDeployment(store, name);
  let assessment: Assessment | undefined = earlier?.deployment?.id === deployment?.id ? earlier?.assessment : undefined;
  let lastStable: StableVersion | undefined = (await store.stableVersions(name))[0];
  let output = earlier?.output;
  let revision = (earlier?.revision ?? 0) + 1;
  let lookedAt = clock.now();
  let watch: RunningWatch | undefined;
  let published = '';
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
    latest = { ...latest, ...Object.fromEntries(batch.map((observation) => [observation.criterion, observation])) };
    watch?.fold(batch);
    await look();
  }

  async function look(): Promise<void> {
    lookedAt = clock.now();
    if (watch !== undefined) {
      assessment = watch.assess(lookedAt);
      await watch.keep('if-due');
      await parts.judge(watch.deployment, assessment);
    }
    publish();
  }

  async function follow(changed: Deployment | undefined, openedBy: 'start' | 'change'): Promise<void> {
    if (changed !== undefined && deployment !== undefined && changed.id !== deployment.id) {
      if (changed.requestedAt < deployment.requestedAt) return endWatchOf(changed);
      output = undefined;
      assessment = undefined;
    }
    deployment = changed?.phase === 'cancelled' ? ((await currentDeployment(store, name)) ?? changed) : changed;
    if (changed?.endedAt !== undefined) lastStable = (await store.stableVersions(name))[0];
    if (changed !== undefined) await endWatchOf(changed);
    if (changed?.phase === 'watching' && watch === undefined) {
      watch = await openWatch({ deployment: changed, plan, store, clock, log });
      if (openedBy === 'start' && watch.gap !== undefined) {
        await parts.noteBlindGap(changed.id, watch.gap.from, watch.gap.until);
        deployment = (await store.deployment(changed.id)) ?? changed;
      }
    }
    // Whoever asks next gets the judgement too, not only that there is a watch.
    await look();
  }

  async function endWatchOf(changed: Deployment): Promise<void> {
    if (watch?.deployment !== changed.id || changed.phase === 'watching') return;
    await watch.keep('now');
    watch = undefined;
  }

  function state(): EnvironmentState {
    return {
      name,
      service: registered.plan.service,
      plan,
      planHash: registered.plan.hash,
      planFile: registered.file,
      revision,
      asOf: lookedAt,
      validUntil: plus(lookedAt, goodFor),
      latest,
      ...(deployment && { deployment }),
      ...(assessment && { assessment }),
      ...(lastStable && { lastStable }),
      ...(output !== undefined && { output }),
    };
  }

  function publish(): void {
    const content = JSON.stringify([deployment?.sequence, deployment?.id, assessment, lastStable, output]);
    if (content !== published) revision += 1;
    published = content;
    feed.publish(state());
  }

  async function keepLooking(): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(lookEvery, signal);
      if (!signal.aborted) await inTurn(look);
    }
  }

  const sources = openSources(registered.plan, plan, parts);
  await inTurn(() => follow(deployment, 'start'));
  const loops = plan.watch.criteria.map(async (criterion) => {
    const probe = sources.get(criterion.source)?.probe(criterion);
    if (probe === undefined) throw new Error(`the plan let ${criterion.name} through without its source`);
    await measureLoop({
      criterion,
      probe,
      clock,
      signal,
      onMeasured(measured) {
        parts.onMeasured(name, measured);
        recorder.add(measured.observation);
      },
    });
  });
  const looking = keepLooking();

  return {
    name,
    state,
    deploymentChanged: (changed) => inTurn(() => follow(changed, 'change')),
    output(text) {
      output = `${output ?? ''}${text}`.slice(-keptOutput);
      publish();
    },
    lookedAt: () => lookedAt,
    async stop() {
      stopping.abort();
      await Promise.all([...loops, looking]);
      await recorder.settled();
      await turn;
      await watch?.keep('now');
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
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

function openSources(plan: Plan, environment: EnvironmentPlan, parts: EnvironmentParts): Map<string, Source> {
  const names = new Set(environment.watch.criteria.map((criterion) => criterion.source));
  return new Map([...names].map((source) => [source, parts.openSource(plan, source)]));
}

/** The newest deployment that has touched the environment, or is about to. */
async function currentDeployment(store: Store, environment: string): Promise<Deployment | undefined> {
  const newest = await store.deployments({ environment, limit: 20 });
  return newest.find((deployment) => deployment.phase !== 'cancelled') ?? newest[0];
}
