import type { CriterionState } from './criterion-state.ts';
import { packRecent } from './pack-recent.ts';
import type { FrozenTest } from './pack-test.ts';
import type { Snapshot } from './snapshot.ts';

/** As it was written until version 4, with its lists of numbers unpacked. */
interface Snapshot3 {
  readonly setup: number;
  readonly frozen: readonly (readonly FrozenTest[])[];
  readonly criteria: readonly Criterion3[];
}
type Criterion3 = Omit<CriterionState, 'tests' | 'recent'> & {
  readonly tests: readonly Test3[];
  readonly recent: { readonly parts: readonly Part3[] } | null;
};
interface Test3 {
  readonly numbers: readonly number[];
  readonly recovery: readonly number[] | null;
}
interface Part3 {
  readonly values:
    | { readonly type: 'samples'; readonly sorted: readonly number[] }
    | { readonly type: 'histogram'; readonly counts: readonly number[] }
    | null;
  readonly readings: number;
  readonly stride: number;
  readonly skipped: number;
}

/** A watch that an older program was in the middle of goes on where that program left it. */
export function fromVersion3(packed: unknown): Snapshot {
  const { setup, frozen, criteria } = unpackDoubles(packed) as Snapshot3;
  return {
    version: 3,
    setup,
    frozen: criteria.map(({ name, cannotDecide, usual, longestQuietSeconds, baselineSeconds, shape }, i) => {
      const tests = frozen[i];
      if (tests === undefined) throw new Error(`the snapshot has no limits for ${name}`);
      return { name, cannotDecide, usual, longestQuietSeconds, baselineSeconds, shape, tests };
    }),
    criteria: criteria.map(({ tests, recent, ...readings }) => ({
      ...readings,
      tests: tests.flatMap(testOf),
      recent: recent && packRecent({ bounds: null, parts: recent.parts.map(partOf) }),
    })),
  };
}

/** The third number was the evidence, which follows from the others. */
const testOf = ({ numbers, recovery }: Test3): number[] => [
  ...numbers.toSpliced(2, 1),
  ...(recovery === null ? [0] : [1, ...recovery]),
];

const partOf = ({ values, readings, stride, skipped }: Part3) => ({
  numbers: values === null ? [] : [...(values.type === 'samples' ? values.sorted : values.counts)],
  readings,
  stride,
  skipped,
});

/** Version 3 wrote every number of a long list as its eight bytes. */
function unpackDoubles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackDoubles);
  if (typeof value !== 'object' || value === null) return value;
  if ('doubles' in value && typeof value.doubles === 'string') {
    return Array.from(new Float64Array(Uint8Array.from(Buffer.from(value.doubles, 'base64')).buffer));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpackDoubles(inner)]));
}
