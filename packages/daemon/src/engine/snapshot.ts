import type { WatchSetup } from '../ports/engine.ts';
import type { CriterionState } from './criterion-state.ts';
import { hash } from './hash.ts';
import type { WatchFrame, WatchState } from './watch-state.ts';

/** Raised whenever the shape of the state, or what it means, changes: older snapshots are then judged again. */
const version = 2;

interface Snapshot {
  readonly version: number;
  /** Of the plan and the start: a snapshot of anything else is refused. */
  readonly setup: number;
  readonly criteria: readonly CriterionState[];
}

/** A copy that later readings do not touch. JSON writes every double so that it is read back the same. */
export const takeSnapshot = ({ setup }: WatchFrame, { criteria }: WatchState): unknown =>
  structuredClone({ version, setup: fingerprint(setup), criteria } satisfies Snapshot);

/** Throws when the snapshot is of another watch, another plan or another version of the engine. */
export function readSnapshot({ setup }: WatchFrame, snapshot: unknown): WatchState {
  if (!isSnapshot(snapshot)) throw new Error('this is not a snapshot of a watch');
  if (snapshot.version !== version) throw new Error(`the snapshot has version ${snapshot.version}, not ${version}`);
  if (snapshot.setup !== fingerprint(setup)) throw new Error('the snapshot is of another plan or another watch');
  return { criteria: structuredClone(snapshot.criteria) };
}

const fingerprint = (setup: WatchSetup): number => hash(JSON.stringify(setup));

function isSnapshot(value: unknown): value is Snapshot {
  if (typeof value !== 'object' || value === null) return false;
  return 'version' in value && 'setup' in value && 'criteria' in value && Array.isArray(value.criteria);
}
