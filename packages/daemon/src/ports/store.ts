import type { BaselineFooting } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Outbox } from './outbox.ts';

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

/** One finished hour of one criterion, its readings summed up by the minute: what baselines are made of. */
export interface StoredHour {
  readonly environment: string;
  readonly criterion: string;
  /** When it began. */
  readonly hour: Instant;
  readonly readings: readonly Observation[];
}

/** What a criterion asks its source from `since` on, as a hash. */
export interface StoredQuestion {
  readonly environment: string;
  readonly criterion: string;
  readonly since: Instant;
  readonly question: string;
}

/** The frozen baseline of one criterion. */
export interface FrozenBaseline {
  readonly criterion: string;
  readonly footing: BaselineFooting;
  readonly readings: readonly Observation[];
}

/** Where a source keeps what it remembers. */
export interface MemoryPlace {
  readonly environment: string;
  readonly source: string;
  readonly name: string;
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
  /** Announcements on their way. */
  readonly outbox: Outbox;
  /**
   * Appends to one deployment's record and keeps its folded state beside it, in one transaction.
   * `conflict`: another writer was first (`expected` is the last sequence the caller knew, 0 for none).
   * `stable`: what these events make the last stable version; kept in the same transaction, once for each deployment.
   */
  append(append: {
    readonly expected: number;
    readonly events: readonly RecordedEvent[];
    readonly deployment: Deployment;
    readonly stable?: StableVersion;
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

  /** Newest first. */
  stableVersions(environment: string): Promise<readonly StableVersion[]>;

  /** Saving a reading again (same environment, criterion, time) changes nothing: the first stays. */
  saveObservations(environment: string, observations: readonly Observation[]): Promise<void>;
  /** In order of time. */
  observations(query: ObservationQuery): Promise<readonly Observation[]>;
  /** Forgets what was read, summed up or silenced before `before`; answers how many readings it forgot. */
  forgetObservations(before: Instant): Promise<number>;

  /** Saving an hour again changes nothing: the first stays. */
  saveHours(hours: readonly StoredHour[]): Promise<void>;
  /** In order of time; `from` and `to` are beginnings of hours. */
  hours(query: ObservationQuery & { readonly criterion: string }): Promise<readonly StoredHour[]>;
  saveQuestions(questions: readonly StoredQuestion[]): Promise<void>;
  /** Of all criteria there ever were, in order of time. */
  questions(environment: string): Promise<readonly StoredQuestion[]>;

  /** Saves a silence, or one that has changed. */
  saveSilence(silence: Silence): Promise<void>;
  /** Those that end after `after`, in order of their beginning. */
  silences(environment: string, after: Instant): Promise<readonly Silence[]>;

  /** Small JSON values of sources. `undefined` forgets one. */
  saveMemory(place: MemoryPlace, value: unknown): Promise<void>;
  memory(place: MemoryPlace): Promise<unknown>;

  /** Freezes the baselines of some criteria of a deployment, all or none; what was frozen of each before is replaced. */
  saveBaselines(deployment: string, frozen: readonly FrozenBaseline[]): Promise<void>;
  /** What the baseline of each criterion rests on, by its name. */
  footings(deployment: string): Promise<ReadonlyMap<string, BaselineFooting>>;
  /** Of one criterion or of all; criterion by criterion, each in order of time. */
  baseline(deployment: string, criterion?: string): Promise<readonly Observation[]>;
  saveSnapshot(snapshot: StoredSnapshot): Promise<void>;
  snapshot(deployment: string): Promise<StoredSnapshot | undefined>;

  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
