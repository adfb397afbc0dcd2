import { type EProcess, openEProcess, worthOf } from './statistics/e-process.ts';
import { furtherOf } from './test-limit.ts';
import { openTest, type TestState } from './test-state.ts';
import type { Tuning } from './tuning.ts';

/** What a test starts with and never changes. */
export type FrozenTest = Pick<TestState, 'limit' | 'phi'>;

/** What changes, as bare numbers in the order of `packTest`. */
export interface PackedTest {
  readonly numbers: readonly number[];
  readonly recovery: readonly number[] | null;
}

export function packTest({ n, k, evidence, overFactor, process, further, recovery }: TestState): PackedTest {
  return {
    numbers: [n, k, evidence, ...overFactor, ...packProcess(process), ...further.flatMap(packProcess)],
    recovery: recovery === null ? null : packProcess(recovery),
  };
}

/** The test as it was, to the bit. Throws when the numbers are not those of such a test. */
export function unpackTest({ numbers, recovery }: PackedTest, { limit, phi }: FrozenTest, tuning: Tuning): TestState {
  const fresh = openTest(limit, phi, tuning);
  const rest = [...numbers];
  const [n, k, evidence] = take(rest, 3) as [number, number, number];
  const overFactor = take(rest, fresh.overFactor.length);
  const process = unpackProcess(rest, fresh.process);
  const further = furtherOf(limit).map(() => unpackProcess(rest, openEProcess('worse', tuning, { trail: false })));
  if (rest.length > 0) throw new Error('the snapshot holds more of a test than there is');
  const well = openEProcess('better', tuning, { trail: false });
  return {
    ...fresh,
    ...{ n, k, evidence, overFactor, process, further },
    recovery: recovery === null ? null : unpackProcess([...recovery], well),
  };
}

function packProcess({ capital, reserve, trail }: EProcess): number[] {
  const run = trail === null ? [] : [trail.lead, trail.since, trail.bad, trail.total, trail.allowed].flat();
  return [reserve, ...capital, ...run];
}

/** Takes as many numbers from the front as a process like this one has. */
function unpackProcess(rest: number[], { against, capital, trail }: EProcess): EProcess {
  const [reserve] = take(rest, 1) as [number];
  const list = () => take(rest, capital.length);
  const held = list();
  const run = trail && { lead: list(), since: list(), bad: list(), total: list(), allowed: list() };
  return { against, capital: held, reserve, evidence: worthOf(held, reserve), trail: run };
}

function take(rest: number[], length: number): number[] {
  if (rest.length < length) throw new Error('the snapshot holds less of a test than there is');
  return rest.splice(0, length);
}
