import type { Deployment, RecordedEvent } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';

export interface StoredPlan {
  readonly environment: string;
  readonly file: string;
  readonly text: string;
  readonly hash: string;
  readonly registeredAt: Instant;
}

export interface StableVersion {
  readonly environment: string;
  readonly deployment: string;
  readonly version: string;
  readonly commit: string;
  readonly at: Instant;
}

/** The engine's state of a running watch: a snapshot, and the last observation time it has folded in. */
export interface StoredSnapshot {
  readonly deployment: string;
  readonly at: Instant;
  readonly state: unknown;
}

export interface ObservationQuery {
  readonly environment: string;
  readonly criterion?: string;
  /** Inclusive. */
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

export interface DeploymentQuery {
  readonly environment?: string;
  readonly limit: number;
  /** A deployment id: only older ones. */
  readonly before?: string;
}

/**
 * What the daemon remembers. Everything acknowledged survives `kill -9`.
 * Rejects only when the database does; "not there" is `undefined` or an empty list.
 */
export interface Store {
  /**
   * Appends to one deployment's record and keeps its folded state beside it, in one transaction.
   * `conflict`: another writer was first (`expected` is the last sequence the caller knew, 0 for none).
   */
  append(append: {
    readonly expected: number;
    readonly events: readonly RecordedEvent[];
    readonly deployment: Deployment;
  }): Promise<'appended' | 'conflict'>;
  events(deployment: string): Promise<readonly RecordedEvent[]>;
  deployment(id: string): Promise<Deployment | undefined>;
  /** Newest first. */
  deployments(query: DeploymentQuery): Promise<readonly Deployment[]>;

  /** The runner's secret of a deployment, hashed (SHA-256, hex). A new one replaces the old. */
  saveRunnerKey(deployment: string, hash: string): Promise<void>;
  runnerKey(deployment: string): Promise<string | undefined>;

  savePlan(plan: StoredPlan): Promise<void>;
  plan(environment: string): Promise<StoredPlan | undefined>;
  plans(): Promise<readonly StoredPlan[]>;

  addStableVersion(version: StableVersion): Promise<void>;
  /** Newest first. */
  stableVersions(environment: string): Promise<readonly StableVersion[]>;

  /** Saving a reading again (same environment, criterion, time) changes nothing: the first stays. */
  saveObservations(environment: string, observations: readonly Observation[]): Promise<void>;
  /** In order of time. */
  observations(query: ObservationQuery): Promise<readonly Observation[]>;
  /** Forgets readings before `before`; answers how many. */
  forgetObservations(before: Instant): Promise<number>;

  /** The frozen baseline of a deployment: readings by criterion. */
  saveBaseline(deployment: string, observations: readonly Observation[]): Promise<void>;
  /** Of one criterion or of all; criterion by criterion, each in order of time. */
  baseline(deployment: string, criterion?: string): Promise<readonly Observation[]>;
  saveSnapshot(snapshot: StoredSnapshot): Promise<void>;
  snapshot(deployment: string): Promise<StoredSnapshot | undefined>;

  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
