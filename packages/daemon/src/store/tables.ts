import type { Generated } from 'kysely';
import type { OutgoingState } from '../ports/outbox.ts';

/**
 * The tables, the same in both databases; `migrations/` makes them. Times are milliseconds since 1970.
 * Events and states are JSON text, not jsonb: jsonb refuses U+0000, which the output of a step may have.
 * Type aliases, not interfaces: Kysely's `withTables` takes no others.
 */
export type Tables = {
  readonly deployments: DeploymentsTable;
  readonly events: EventsTable;
  readonly runner_keys: RunnerKeysTable;
  readonly plans: PlansTable;
  readonly stable_versions: StableVersionsTable;
  readonly series: SeriesTable;
  readonly observations: ObservationsTable;
  readonly baselines: BaselinesTable;
  readonly snapshots: SnapshotsTable;
  readonly hours: HoursTable;
  readonly questions: QuestionsTable;
  readonly silences: SilencesTable;
  readonly source_memory: SourceMemoryTable;
  readonly outbox: OutboxTable;
  readonly announced: AnnouncedTable;
};

export type DeploymentsTable = {
  readonly id: string;
  readonly environment: string;
  readonly requested_at: number;
  readonly ended_at: number | null;
  /** Of the last event that `state` has folded in. */
  readonly sequence: number;
  readonly state: string;
};

export type EventsTable = {
  readonly deployment: string;
  readonly sequence: number;
  /** The whole `RecordedEvent`. */
  readonly recorded: string;
};

export type RunnerKeysTable = {
  readonly deployment: string;
  readonly hash: string;
};

export type PlansTable = {
  readonly environment: string;
  readonly file: string;
  readonly text: string;
  readonly hash: string;
  readonly registered_at: number;
};

export type StableVersionsTable = {
  readonly environment: string;
  readonly deployment: string;
  readonly version: string;
  readonly commit: string;
  readonly at: number;
};

/** A short number for each environment's criterion, which is all that a reading repeats. */
export type SeriesTable = {
  readonly id: Generated<number>;
  readonly environment: string;
  readonly criterion: string;
};

export type ObservationsTable = {
  readonly series: number;
  readonly at: number;
  readonly seconds: number;
  /** See `pack-reading.ts`. */
  readonly reading: Uint8Array;
};

export type BaselinesTable = {
  readonly deployment: string;
  readonly criterion: string;
  /** See `pack-observations.ts`. */
  readonly observations: Uint8Array;
  /** A `BaselineFooting`; null in baselines of before there were any. */
  readonly footing: string | null;
};

export type SnapshotsTable = {
  readonly deployment: string;
  readonly at: number;
  readonly state: string;
};

export type HoursTable = {
  readonly series: number;
  readonly hour: number;
  /** See `pack-observations.ts`. */
  readonly readings: Uint8Array;
};

export type QuestionsTable = {
  readonly environment: string;
  readonly criterion: string;
  readonly since: number;
  readonly question: string;
};

export type SilencesTable = {
  readonly id: string;
  readonly environment: string;
  /** Of its end: what is asked for are those that still matter. */
  readonly until: number;
  /** The whole `Silence`. */
  readonly silence: string;
};

export type SourceMemoryTable = {
  readonly environment: string;
  readonly source: string;
  readonly name: string;
  readonly value: string;
};

export type OutboxTable = {
  readonly key: string;
  readonly deployment: string;
  readonly environment: string;
  readonly due_at: number;
  /** The `Outgoing`, which never changes. */
  readonly outgoing: string;
  readonly state: OutgoingState;
  readonly not_before: number;
  readonly attempts: number;
  readonly claimed_by: string | null;
  readonly claimed_until: number | null;
  readonly subject: string | null;
  readonly because: string | null;
  readonly settled_at: number | null;
  /** 0 or 1: SQLite has no booleans. */
  readonly recorded: number;
};

/** Up to which event a deployment's announcements have been put into the outbox. */
export type AnnouncedTable = {
  readonly deployment: string;
  readonly through: number;
};
