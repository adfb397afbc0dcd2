import type { Deployment, RecordedEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { type Instant, instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type {
  DeploymentQuery,
  ObservationQuery,
  StableVersion,
  Store,
  StoredPlan,
  StoredSnapshot,
} from '../ports/store.ts';
import { checkAppend } from './check-append.ts';

/** A store for tests, which is gone with its process. It keeps copies of what it is given. */
export class MemoryStore implements Store {
  readonly #deployments = new Map<string, Deployment>();
  readonly #events = new Map<string, readonly RecordedEvent[]>();
  readonly #runnerKeys = new Map<string, string>();
  readonly #plans = new Map<string, StoredPlan>();
  readonly #stableVersions: StableVersion[] = [];
  /** By environment, criterion and time. */
  readonly #observations = new Map<string, Map<string, Map<Instant, Observation>>>();
  readonly #baselines = new Map<string, readonly Observation[]>();
  /** As the databases keep them, so that a state that does not survive JSON shows here too. */
  readonly #snapshots = new Map<string, string>();
  #closed = false;

  async append(append: Parameters<Store['append']>[0]): Promise<'appended' | 'conflict'> {
    await this.ping();
    checkAppend(append);
    const { expected, events, deployment } = structuredClone(append);
    if ((this.#deployments.get(deployment.id)?.sequence ?? 0) !== expected) return 'conflict';
    this.#deployments.set(deployment.id, deployment);
    this.#events.set(deployment.id, [...(this.#events.get(deployment.id) ?? []), ...events]);
    return 'appended';
  }

  async events(deployment: string): Promise<readonly RecordedEvent[]> {
    await this.ping();
    return this.#events.get(deployment) ?? [];
  }

  async deployment(id: string): Promise<Deployment | undefined> {
    await this.ping();
    return this.#deployments.get(id);
  }

  async deployments({ environment, limit, before }: DeploymentQuery): Promise<readonly Deployment[]> {
    await this.ping();
    const newestFirst = [...this.#deployments.values()].sort(
      (a, b) => at(b.requestedAt) - at(a.requestedAt) || (a.id < b.id ? 1 : -1),
    );
    // An unknown `before` has nothing older: an empty list.
    const start = before === undefined ? 0 : newestFirst.findIndex(({ id }) => id === before) + 1 || newestFirst.length;
    return newestFirst
      .slice(start)
      .filter((deployment) => environment === undefined || deployment.environment === environment)
      .slice(0, limit);
  }

  async saveRunnerKey(deployment: string, hash: string): Promise<void> {
    await this.ping();
    this.#runnerKeys.set(deployment, hash);
  }

  async runnerKey(deployment: string): Promise<string | undefined> {
    await this.ping();
    return this.#runnerKeys.get(deployment);
  }

  async savePlan(plan: StoredPlan): Promise<void> {
    await this.ping();
    this.#plans.set(plan.environment, { ...plan });
  }

  async plan(environment: string): Promise<StoredPlan | undefined> {
    await this.ping();
    return this.#plans.get(environment);
  }

  async plans(): Promise<readonly StoredPlan[]> {
    await this.ping();
    return [...this.#plans.values()].sort((a, b) => (a.environment < b.environment ? -1 : 1));
  }

  async addStableVersion(version: StableVersion): Promise<void> {
    await this.ping();
    const { environment, deployment } = version;
    if (this.#stableVersions.some((known) => known.environment === environment && known.deployment === deployment))
      return;
    this.#stableVersions.push({ ...version });
  }

  async stableVersions(environment: string): Promise<readonly StableVersion[]> {
    await this.ping();
    return this.#stableVersions
      .filter((version) => version.environment === environment)
      .sort((a, b) => b.at - a.at || (a.deployment < b.deployment ? 1 : -1));
  }

  async saveObservations(environment: string, observations: readonly Observation[]): Promise<void> {
    await this.ping();
    const byCriterion = entry(this.#observations, environment, () => new Map<string, Map<Instant, Observation>>());
    for (const observation of inWholeMillis(observations)) {
      const byTime = entry(byCriterion, observation.criterion, () => new Map<Instant, Observation>());
      entry(byTime, observation.at, () => observation);
    }
  }

  async observations({ environment, criterion, from, to }: ObservationQuery): Promise<readonly Observation[]> {
    await this.ping();
    return [...(this.#observations.get(environment) ?? [])]
      .filter(([name]) => criterion === undefined || name === criterion)
      .flatMap(([, byTime]) => [...byTime.values()])
      .filter((observation) => from <= observation.at && observation.at < to)
      .sort((a, b) => a.at - b.at);
  }

  async forgetObservations(before: Instant): Promise<number> {
    await this.ping();
    for (const { id, endedAt } of this.#deployments.values()) {
      if (endedAt === undefined || at(endedAt) >= before) continue;
      this.#baselines.delete(id);
      this.#snapshots.delete(id);
    }
    const all = [...this.#observations.values()].flatMap((byCriterion) => [...byCriterion.values()]);
    let forgotten = 0;
    for (const byTime of all) {
      for (const time of byTime.keys()) if (time < before && byTime.delete(time)) forgotten += 1;
    }
    return forgotten;
  }

  async saveBaseline(deployment: string, observations: readonly Observation[]): Promise<void> {
    await this.ping();
    const sorted = inWholeMillis(observations).sort(
      (a, b) => (a.criterion === b.criterion ? 0 : a.criterion < b.criterion ? -1 : 1) || a.at - b.at,
    );
    this.#baselines.set(deployment, sorted);
  }

  async baseline(deployment: string, criterion?: string): Promise<readonly Observation[]> {
    await this.ping();
    const frozen = this.#baselines.get(deployment) ?? [];
    return criterion === undefined ? frozen : frozen.filter((observation) => observation.criterion === criterion);
  }

  async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
    await this.ping();
    this.#snapshots.set(snapshot.deployment, JSON.stringify(snapshot));
  }

  async snapshot(deployment: string): Promise<StoredSnapshot | undefined> {
    await this.ping();
    const stored = this.#snapshots.get(deployment);
    return stored === undefined ? undefined : JSON.parse(stored);
  }

  async ping(): Promise<void> {
    if (this.#closed) throw new Error('The store is closed.');
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}

const inWholeMillis = (observations: readonly Observation[]): Observation[] =>
  structuredClone(observations).map((observation) => ({ ...observation, at: instant(Math.round(observation.at)) }));

const at = (time: string): number => parseRfc3339(time) ?? Number.NaN;

/** What `map` has under `key`; first puts there what `make` answers, where it has nothing. */
function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
