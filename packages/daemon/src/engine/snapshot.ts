import type { WatchSetup } from '../ports/engine.ts';
import type { CriterionState } from './criterion-state.ts';
import { hash } from './hash.ts';
import { packNumbers, unpackNumbers } from './pack-numbers.ts';
import { type FrozenTest, type PackedTest, packTest, unpackTest } from './pack-test.ts';
import type { WatchFrame, WatchState } from './watch-state.ts';

/** Raised whenever the shape of the state, or what it means, changes: older snapshots are then judged again. */
const version = 3;

interface Snapshot {
  readonly version: number;
  /** Of the plan and the start: a snapshot of anything else is refused. */
  readonly setup: number;
  /** The limits of each criterion's tests, as they were made from the baseline; they never change. */
  readonly frozen: readonly (readonly FrozenTest[])[];
  /** What changes with the readings: of one size, however long the watch is. */
  readonly criteria: readonly Changing[];
}
type Changing = Omit<CriterionState, 'tests'> & { readonly tests: readonly PackedTest[] };

/** A copy that later readings do not touch: plain JSON, from which every double comes back the same. */
export function takeSnapshot({ setup }: WatchFrame, { criteria }: WatchState): unknown {
  const frozen = criteria.map(({ tests }) => tests.map(({ limit, phi }) => ({ limit, phi })));
  const changing = criteria.map((of) => ({ ...of, tests: of.tests.map(packTest) }));
  return packNumbers({ version, setup: fingerprint(setup), frozen, criteria: changing } satisfies Snapshot);
}

/** Throws when the snapshot is of another watch, another plan or another version of the engine. */
export function readSnapshot({ setup, tuning }: WatchFrame, snapshot: unknown): WatchState {
  if (!isSnapshot(snapshot)) throw new Error('this is not a snapshot of a watch');
  if (snapshot.version !== version) throw new Error(`the snapshot has version ${snapshot.version}, not ${version}`);
  if (snapshot.setup !== fingerprint(setup)) throw new Error('the snapshot is of another plan or another watch');
  const { frozen, criteria } = unpackNumbers(snapshot) as Snapshot;
  return {
    criteria: criteria.map((of, i) => ({
      ...of,
      tests: of.tests.map((packed, j) => {
        const whole = frozen[i]?.[j];
        if (whole === undefined) throw new Error(`the snapshot has no limit for a test of ${of.name}`);
        return unpackTest(packed, whole, tuning);
      }),
    })),
  };
}

const fingerprint = (setup: WatchSetup): number => hash(JSON.stringify(setup));

function isSnapshot(value: unknown): value is Snapshot {
  if (typeof value !== 'object' || value === null) return false;
  return 'version' in value && 'setup' in value && 'frozen' in value && 'criteria' in value;
}
