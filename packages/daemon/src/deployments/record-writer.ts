import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import { type Instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Actor, Answer, Frozen } from '../ports/commands.ts';
import type { Logger } from '../ports/logger.ts';
import type { StableVersion, Store } from '../ports/store.ts';
import { chain, emptyChain } from '../record/chain.ts';
import { hasTouched, isBusy } from './at-work.ts';
import { type Command, decide } from './decide.ts';
import { evolve } from './evolve.ts';
import type { Others } from './others.ts';
import { runningRecovery } from './recovery.ts';
import { mayBeOffered } from './rollback-rules.ts';

export interface RecordWriterParts {
  readonly store: Pick<Store, 'events' | 'append' | 'deployment' | 'deployments'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Logger;
  /** Keeps the readings before the deploy as its baseline, and tells what it rests on. */
  freezeBaseline(deployment: Deployment, until: Instant): Promise<Frozen>;
  /** Whether the plan wants a rollback without a person. */
  isAutomatic(environment: string): boolean;
  /** Called after each append, with the new state. */
  onChange(deployment: Deployment, events: readonly DeploymentEvent[]): void;
}

export interface RecordWriter {
  /** Commands of one environment stand in line. */
  inLine<T>(environment: string, work: () => Promise<T>): Promise<T>;
  /** Decides, and appends what follows. Only in line. */
  apply(id: string, command: Command, by: Actor, at?: Instant): Promise<Answer<Deployment>>;
  /** A command to a deployment that is there, in line. */
  onDeployment(
    id: string,
    by: Actor,
    command: Command | ((others: Others, known: Deployment) => Command | Promise<Command>),
  ): Promise<Answer<Deployment>>;
  /** Of an environment, newest first. */
  newest(environment: string): Promise<readonly Deployment[]>;
  othersThan(deployment: Pick<Deployment, 'id' | 'environment'>): Promise<Others>;
}

/** The only writer of events. One command of an environment at a time. */
export function createRecordWriter(parts: RecordWriterParts): RecordWriter {
  const { store, clock, log, isAutomatic } = parts;
  const lines = new Map<string, Promise<unknown>>();

  function inLine<T>(environment: string, work: () => Promise<T>): Promise<T> {
    const before = lines.get(environment) ?? Promise.resolve();
    const mine = before.then(work, work);
    lines.set(environment, mine);
    return mine;
  }

  async function apply(id: string, command: Command, by: Actor, at = clock.now()): Promise<Answer<Deployment>> {
    for (let attempt = 1; ; attempt += 1) {
      const record = await store.events(id);
      const state = record.reduce<Deployment | undefined>(evolve, undefined);
      const decision = decide(command, state);
      if ('refused' in decision) return decision;
      const events = await withBaseline(record, state, decision.events);
      if (events.length === 0) {
        if (state === undefined) throw new Error(`nothing follows from ${command.type} for ${id}`);
        return state;
      }
      const last = record.at(-1);
      const appended = chain(last ?? emptyChain, events, { deployment: id, at, actor: by });
      const deployment = appended.reduce(evolve, state) as Deployment;
      if (state !== undefined && hasReplaced(state, deployment, events)) await supersedeOthers(deployment);
      const hasSucceeded = deployment.phase === 'succeeded' && state?.phase !== 'succeeded';
      const outcome = await store.append({
        expected: last?.sequence ?? 0,
        events: appended,
        deployment,
        ...(hasSucceeded && { stable: stableVersion(deployment, at) }),
      });
      if (outcome === 'appended') {
        tell(deployment, appended);
        return offered(deployment, command);
      }
      if (attempt === 5) throw new Error(`the record of ${id} was changed by others five times in a row`);
    }
  }

  /** Behind every event: the recommendation may have become a rollback. */
  async function offered(deployment: Deployment, after: Command): Promise<Deployment> {
    if (after.type === 'offer-rollback' || after.type === 'supersede') return deployment;
    if (!isAutomatic(deployment.environment) || !mayBeOffered(deployment)) return deployment;
    const command: Command = { type: 'offer-rollback', ...(await othersThan(deployment)) };
    const answer = await apply(deployment.id, command, 'daemon');
    return 'refused' in answer ? deployment : answer;
  }

  /** The last look at the old version: the baseline is frozen the moment the steps begin. */
  async function withBaseline(
    record: readonly RecordedEvent[],
    state: Deployment | undefined,
    events: readonly DeploymentEvent[],
  ): Promise<readonly DeploymentEvent[]> {
    // Not again for a runner that comes back: by then the new version may serve.
    const isFrozen = record.some(({ event }) => event.type === 'baseline-frozen');
    if (state === undefined || isFrozen || !events.some(beginsToDeploy)) return events;
    const until = clock.now();
    const frozen = await parts.freezeBaseline(state, until);
    return [{ type: 'baseline-frozen', until: rfc3339(until), ...frozen }, ...events];
  }

  function tell(deployment: Deployment, appended: readonly RecordedEvent[]): void {
    const { id, environment, phase, version } = deployment;
    for (const { sequence, actor, event } of appended) {
      log.info(
        { deployment: id, environment, version: version.version, sequence, actor, event: event.type, phase },
        event.type,
      );
    }
    parts.onChange(
      deployment,
      appended.map(({ event }) => event),
    );
  }

  async function supersedeOthers({ id, environment, version }: Deployment): Promise<void> {
    const by = `${version.version} (${id})`;
    const others = (await newest(environment)).filter((other) => other.id !== id && isSuperseded(other));
    for (const other of others) await apply(other.id, { type: 'supersede', by }, 'daemon');
  }

  const newest = (environment: string) => store.deployments({ environment, limit: 20 });

  async function othersThan({ id, environment }: Pick<Deployment, 'id' | 'environment'>): Promise<Others> {
    const all = await newest(environment);
    const busy = all.find((other) => other.id !== id && isBusy(other));
    const place = all.findIndex((other) => other.id === id);
    const newer = all.slice(0, place === -1 ? 0 : place).find(hasTouched);
    return { ...(busy && { busy }), ...(newer && { newer }) };
  }

  return {
    inLine,
    apply,
    newest,
    othersThan,
    async onDeployment(id, by, command) {
      const known = await store.deployment(id);
      if (known === undefined)
        return { refused: { code: 'unknown-deployment', detail: `There is no deployment ${id}.` } };
      return inLine(known.environment, async () =>
        apply(id, typeof command === 'function' ? await command(await othersThan(known), known) : command, by),
      );
    },
  };
}

const stableVersion = ({ environment, id, version }: Deployment, at: Instant): StableVersion => ({
  environment,
  deployment: id,
  ...version,
  at,
});

const beginsToDeploy = (event: DeploymentEvent): boolean =>
  event.type === 'phase-started' && event.phase === 'deploying';

/**
 * From here on the environment is not what the version before made of it: the deploy has ended, broken off, or is being
 * rolled back. A deploy that failed before anything left the checkout has replaced nothing.
 */
function hasReplaced(before: Deployment, after: Deployment, events: readonly DeploymentEvent[]): boolean {
  if (!hasTouched(after)) return false;
  return events.some(
    ({ type, ...event }) =>
      type === 'rollback-requested' ||
      (type === 'interrupted' && before.runnerPhase === 'deploying') ||
      (type === 'phase-finished' && 'phase' in event && event.phase === 'deploying'),
  );
}

/** What a newer deployment takes the place of: nothing more will come of it. */
const isSuperseded = (deployment: Deployment): boolean =>
  deployment.phase === 'watching' || deployment.phase === 'interrupted' || runningRecovery(deployment) !== undefined;
