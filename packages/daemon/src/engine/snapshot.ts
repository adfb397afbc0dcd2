import type { WatchSetup } from '../ports/engine.ts';
import type { CriterionState } from './criterion-state.ts';
import { hash } from './hash.ts';
import { packNumbers, unpackNumbers } from './pack-numbers.ts';
import type { TestState } from './test-state.ts';
import type { WatchFrame, WatchState } from './watch-state.ts';

/** Raised whenever the shape of the state, or what it means, changes: older snapshots are then judged again. */
const version = 3;

interface Snapshot {
  readonly version: number;
  /** Of the plan and the start: a snapshot of anything else is refused. */
  readonly setup: number;
  /** The limits of each criterion's tests, as they were made from the baseline; they never change. */
  readonly limits: readonly (readonly TestState['limit'][])[];
  /** What changes with the readings: of one size, however long the watch is. */
  readonly criteria: readonly Changing[];
}
type Changing = Omit<CriterionState, 'tests'> & { readonly tests: readonly Omit<TestState, 'limit'>[] };

/** A copy that later readings do not touch: plain JSON, from which every double comes back the same. */
export function takeSnapshot({ setup }: WatchFrame, { criteria }: WatchState): unknown {
  const limits = criteria.map(({ tests }) => tests.map(({ limit }) => limit));
  const changing = criteria.map((of) => ({ ...of, tests: of.tests.map(({ limit, ...rest }) => rest) }));
  const snapshot: Snapshot = { version, setup: fingerprint(setup), limits, criteria: changing };
  return packNumbers(snapshot);
}

/** Throws when the snapshot is of another watch, another plan or another version of the engine. */
export function readSnapshot({ setup }: WatchFrame, snapshot: unknown): WatchState {
  if (!isSnapshot(snapshot)) throw new Error('this is not a snapshot of a watch');
  if (snapshot.version !== version) throw new Error(`the snapshot has version ${snapshot.version}, not ${version}`);
  if (snapshot.setup !== fingerprint(setup)) throw new Error('the snapshot is of another plan or another watch');
  const { limits, criteria } = unpackNumbers(snapshot) as Snapshot;
  return {
    criteria: criteria.map((of, i) => ({
      ...of,
      tests: of.tests.map((test, j) => ({ limit: limits[i]?.[j] as TestState['limit'], ...test })),
    })),
  };
}

const fingerprint = (setup: WatchSetup): number => hash(JSON.stringify(setup));

function isSnapshot(value: unknown): value is Snapshot {
  if (typeof value !== 'object' || value === null) return false;
  return 'version' in value && 'setup' in value && 'limits' in value && 'criteria' in value;
}
