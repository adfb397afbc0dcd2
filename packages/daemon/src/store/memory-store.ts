import type { BaselineFooting } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { type Instant, instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import type {
  DeploymentQuery,
  FrozenBaseline,
  MemoryPlace,
  ObservationQuery,
  StableVersion,
  Store,
  StoredHour,
  StoredPlan,
  StoredQuestion,
  StoredSnapshot,
} from '../ports/store.ts';
import { checkAppend } from './check-append.ts';
import { MemoryOutbox } from './memory-outbox.ts';
import { inOrder } from './silences-in-order.ts';

/** A store for tests, which is gone with its process. It keeps copies of what it is given. */
export class MemoryStore implements Store {
  readonly #deployments = new Map<string, Deployment>();
  readonly #events = new Map<string, readonly RecordedEvent[]>();
  readonly #runnerKeys = new Map<string, string>();
  readonly #plans = new Map<string, StoredPlan>();
  readonly #stableVersions: StableVersion[] = [];
  /** By environment, criterion and time. */
  readonly #observations = new Map<string, Map<string, Map<Instant, Observation>>>();
  /** By environment and criterion, then by hour. */
  readonly #hours = new Map<string, Map<Instant, StoredHour>>();
  readonly #questions = new Map<string, StoredQuestion>();
  readonly #silences = new Map<string, Silence>();
  readonly #memory = new Map<string, string>();
  /** By deployment and criterion. */
  readonly #baselines = new Map<string, Map<string, FrozenBaseline>>();
  /** As the databases keep them, so that a state that does not survive JSON shows here too. */
  readonly #snapshots = new Map<string, string>();
  readonly outbox = new MemoryOutbox(() => this.ping());
  #closed = false;

  async append(append: Parameters<Store['append']>[0]): Promise<'appended' | 'conflict'> {
    await this.ping();
    checkAppend(append);
    const { expected, events, deployment, stable } = structuredClone(append);
    if ((this.#deployments.get(deployment.id)?.sequence ?? 0) !== expected) return 'conflict';
    this.#deployments.set(deployment.id, deployment);
    this.#events.set(deployment.id, [...(this.#events.get(deployment.id) ?? []), ...events]);
    if (stable !== undefined && !this.#stableVersions.some((known) => isSameStable(known, stable))) {
      this.#stableVersions.push(stable);
    }
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
    this.outbox.forget(before);
    for (const byHour of this.#hours.values()) for (const hour of byHour.keys()) if (hour < before) byHour.delete(hour);
    for (const { id, until } of this.#silences.values()) if (at(until) < before) this.#silences.delete(id);
    const all = [...this.#observations.values()].flatMap((byCriterion) => [...byCriterion.values()]);
    let forgotten = 0;
    for (const byTime of all) {
      for (const time of byTime.keys()) if (time < before && byTime.delete(time)) forgotten += 1;
    }
    return forgotten;
  }

  async saveHours(hours: readonly StoredHour[]): Promise<void> {
    await this.ping();
    for (const hour of structuredClone(hours)) {
      const byHour = entry(this.#hours, key(hour.environment, hour.criterion), () => new Map<Instant, StoredHour>());
      entry(byHour, hour.hour, () => ({ ...hour, readings: inWholeMillis(hour.readings) }));
    }
  }

  async hours(query: ObservationQuery & { readonly criterion: string }): Promise<readonly StoredHour[]> {
    await this.ping();
    const { environment, criterion, from, to } = query;
    return [...(this.#hours.get(key(environment, criterion))?.values() ?? [])]
      .filter(({ hour }) => from <= hour && hour < to)
      .sort((a, b) => a.hour - b.hour);
  }

  async saveQuestions(questions: readonly StoredQuestion[]): Promise<void> {
    await this.ping();
    for (const question of questions) {
      const { environment, criterion, since } = question;
      entry(this.#questions, key(environment, criterion, String(since)), () => ({ ...question }));
    }
  }

  async questions(environment: string): Promise<readonly StoredQuestion[]> {
    await this.ping();
    return [...this.#questions.values()]
      .filter((question) => question.environment === environment)
      .sort((a, b) => a.since - b.since || (a.criterion < b.criterion ? -1 : 1));
  }

  async saveSilence(silence: Silence): Promise<void> {
    await this.ping();
    this.#silences.set(silence.id, { ...silence });
  }

  async silences(environment: string, after: Instant): Promise<readonly Silence[]> {
    await this.ping();
    return inOrder(
      [...this.#silences.values()].filter((one) => one.environment === environment && at(one.until) > after),
    );
  }

  async saveMemory({ environment, source, name }: MemoryPlace, value: unknown): Promise<void> {
    await this.ping();
    if (value === undefined) this.#memory.delete(key(environment, source, name));
    else this.#memory.set(key(environment, source, name), JSON.stringify(value));
  }

  async memory({ environment, source, name }: MemoryPlace): Promise<unknown> {
    await this.ping();
    const kept = this.#memory.get(key(environment, source, name));
    return kept === undefined ? undefined : JSON.parse(kept);
  }

  async saveBaselines(deployment: string, frozen: readonly FrozenBaseline[]): Promise<void> {
    await this.ping();
    const byCriterion = entry(this.#baselines, deployment, () => new Map<string, FrozenBaseline>());
    for (const { criterion, footing, readings } of structuredClone(frozen)) {
      const sorted = inWholeMillis(readings).sort((a, b) => a.at - b.at);
      byCriterion.set(criterion, { criterion, footing, readings: sorted });
    }
  }

  async baseline(deployment: string, criterion?: string): Promise<readonly Observation[]> {
    await this.ping();
    return this.#frozen(deployment)
      .filter((frozen) => criterion === undefined || frozen.criterion === criterion)
      .flatMap(({ readings }) => readings);
  }

  async footings(deployment: string): Promise<ReadonlyMap<string, BaselineFooting>> {
    await this.ping();
    return new Map(this.#frozen(deployment).map(({ criterion, footing }) => [criterion, footing]));
  }

  #frozen(deployment: string): readonly FrozenBaseline[] {
    const byCriterion = this.#baselines.get(deployment);
    return [...(byCriterion?.values() ?? [])].sort((a, b) => (a.criterion < b.criterion ? -1 : 1));
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

const isSameStable = (one: StableVersion, other: StableVersion): boolean =>
  one.environment === other.environment && one.deployment === other.deployment;

const key = (...parts: readonly string[]): string => JSON.stringify(parts);

const inWholeMillis = (observations: readonly Observation[]): Observation[] =>
  structuredClone(observations).map((observation) => ({ ...observation, at: instant(Math.round(observation.at)) }));

const at = (time: string): number => parseRfc3339(time) ?? Number.NaN;

/** What `map` has `under` a key; first puts there what `make` answers, where it has nothing. */
function entry<Key, Value>(map: Map<Key, Value>, under: Key, make: () => Value): Value {
  const known = map.get(under);
  if (known !== undefined) return known;
  const made = make();
  map.set(under, made);
  return made;
}
