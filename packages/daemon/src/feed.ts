import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment } from '@daywatch/shared/vocabulary/verdict.ts';
import type { WindowState } from '@daywatch/shared/vocabulary/window.ts';
import type { StableVersion } from './ports/store.ts';

export interface WaitingRunner {
  readonly runner: string;
  readonly host: string;
  /** RFC 3339. */
  readonly since: string;
}

/** All that is known of an environment at one moment. */
export interface EnvironmentState {
  readonly name: string;
  readonly service: string;
  readonly plan: EnvironmentPlan;
  readonly planHash: string;
  readonly planFile: string;
  /** Grows with each change of anything here but `asOf`, `validUntil` and `latest`. */
  readonly revision: number;
  readonly asOf: Instant;
  /** Past this the state must be taken as unknown: the daemon is late or gone. */
  readonly validUntil: Instant;
  readonly deployment?: Deployment;
  /** Prepared, and waiting for a runner: nothing of it runs. */
  readonly planned?: Deployment;
  /** What the engine says; there is one from the moment a watch begins. */
  readonly assessment?: Assessment;
  /** What still runs, and is still judged, while `deployment` is only being prepared. */
  readonly stillWatched?: { readonly deployment: Deployment; readonly assessment: Assessment };
  /** The newest reading of each criterion, watch or not: as of now, and not as of `asOf`. */
  readonly latest: ReadonlyMap<string, Observation>;
  /** Those that are in force. */
  readonly silences: readonly Silence[];
  /** Of the plan's window, where it has one. */
  readonly window?: WindowState;
  readonly lastStable?: StableVersion;
  /** The git tag of `lastStable`, once there is one. */
  readonly stableTag?: string;
  /** Commits that were rolled back, or decided bad, and have not become stable since. */
  readonly rolledBack?: readonly string[];
  /** Runners that wait for something to do. */
  readonly runners?: readonly WaitingRunner[];
  /** The last lines of the step that is running. */
  readonly output?: string;
}

type Reader = (state: EnvironmentState) => void;

/** The latest state of every environment, and everybody who follows it. */
export interface Feed {
  /** Keeps the state and hands it to all readers, at once and in order. */
  publish(state: EnvironmentState): void;
  current(environment: string): EnvironmentState | undefined;
  all(): readonly EnvironmentState[];
  /** Answers the function that ends the subscription. */
  follow(reader: Reader): () => void;
}

export function createFeed(): Feed {
  const states = new Map<string, EnvironmentState>();
  const readers = new Set<Reader>();
  return {
    publish(state) {
      states.set(state.name, state);
      for (const reader of readers) reader(state);
    },
    current: (environment) => states.get(environment),
    all: () => [...states.values()],
    follow(reader) {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}
