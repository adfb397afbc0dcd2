import type { WatchSetup } from '../ports/engine.ts';
import type { SlowWork } from '../ports/slow-work.ts';
import { type CriterionState, type Known, sumUpEvidence, unread } from './criterion-state.ts';
import { hash } from './hash.ts';
import { packNumbers, unpackNumbers } from './pack-numbers.ts';
import { packRecent, unpackRecent } from './pack-recent.ts';
import { type FrozenTest, packTests, unpackTests } from './pack-test.ts';
import { fromVersion3 } from './snapshot-3.ts';
import type { Tuning } from './tuning.ts';
import type { WatchFrame, WatchState } from './watch-state.ts';

/** Raised whenever the shape of the state, or what it means, changes: snapshots that are too old are then judged again. */
const version = 4;

export interface Snapshot {
  readonly version: number;
  /** Of the plan and the start: a snapshot of anything else is refused. */
  readonly setup: number;
  /** What each criterion knows from its baseline, and the limits of its tests. */
  readonly frozen: readonly Frozen[];
  /** What changes with the readings: of one size, however long the watch is. */
  readonly criteria: readonly Changing[];
}
type Frozen = Known & { readonly tests: readonly FrozenTest[] };
/** What is as it was before the first reading is left away, and the evidence, which follows from that of the tests. */
type Changing = Partial<Omit<ReturnType<typeof unread>, 'evidence'>> & {
  readonly tests: readonly number[];
  readonly recent: readonly number[] | null;
};

/** A copy that later readings do not touch: plain JSON, from which every double comes back the same. */
export function* takingSnapshot({ setup }: WatchFrame, { criteria }: WatchState): SlowWork<unknown> {
  const frozen: unknown[] = [];
  const changing: unknown[] = [];
  for (const of of criteria) {
    yield;
    const parts = partsOf(of);
    frozen.push(packNumbers(parts.frozen));
    changing.push(packNumbers(parts.changing));
  }
  return { version, setup: fingerprint(setup), frozen, criteria: changing };
}

/** Throws when the snapshot is of another watch, another plan or a version of the engine that is too old. */
export function readSnapshot({ setup, tuning }: WatchFrame, snapshot: unknown): WatchState {
  if (!isSnapshot(snapshot)) throw new Error('this is not a snapshot of a watch');
  const { frozen, criteria, setup: of } = unpackVersion(snapshot);
  if (of !== fingerprint(setup)) throw new Error('the snapshot is of another plan or another watch');
  return {
    criteria: criteria.map((changing, i) => {
      const known = frozen[i];
      if (known === undefined) throw new Error(`the snapshot has no limits for its criterion ${i}`);
      return wholeOf(known, changing, tuning);
    }),
  };
}

function partsOf(of: CriterionState): { readonly frozen: Frozen; readonly changing: Changing } {
  const { name, cannotDecide, usual, longestQuietSeconds, baselineSeconds, shape, tests, recent, evidence, ...rest } =
    of;
  const known = { name, cannotDecide, usual, longestQuietSeconds, baselineSeconds, shape };
  return {
    frozen: { ...known, tests: tests.map(({ limit, phi }) => ({ limit, phi })) },
    changing: { ...changedSince(unread(), rest), tests: packTests(tests), recent: recent && packRecent(recent) },
  };
}

function wholeOf(known: Frozen, { tests, recent, ...changed }: Changing, tuning: Tuning): CriterionState {
  const bounds = known.shape?.type === 'histogram' ? known.shape.bounds : null;
  const of: CriterionState = {
    ...known,
    ...unread(),
    ...changed,
    tests: unpackTests(tests, known.tests, tuning),
    recent: recent && unpackRecent(recent, bounds),
  };
  sumUpEvidence(of);
  return of;
}

const changedSince = <T extends object>(before: T, now: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof T])),
  ) as Partial<T>;

function unpackVersion(snapshot: Snapshot): Snapshot {
  if (snapshot.version === 3) return fromVersion3(snapshot);
  if (snapshot.version === version) return unpackNumbers(snapshot) as Snapshot;
  throw new Error(`the snapshot has version ${snapshot.version}, not ${version}`);
}

function fingerprint(setup: WatchSetup): number {
  const known = fingerprints.get(setup);
  if (known !== undefined) return known;
  const made = hash(JSON.stringify(setup));
  fingerprints.set(setup, made);
  return made;
}
const fingerprints = new WeakMap<WatchSetup, number>();

function isSnapshot(value: unknown): value is Snapshot {
  if (typeof value !== 'object' || value === null) return false;
  return 'version' in value && 'setup' in value && 'frozen' in value && 'criteria' in value;
}
