import { type EProcess, openEProcess, worthOf } from './statistics/e-process.ts';
import { takeFront } from './take-front.ts';
import { evidenceOf, openTest, type TestState } from './test-state.ts';
import type { Tuning } from './tuning.ts';

/** What a test starts with and never changes. */
export type FrozenTest = Pick<TestState, 'limit' | 'phi'>;

/** What changes in the tests of one criterion, as bare numbers. */
export const packTests = (tests: readonly TestState[]): number[] => tests.flatMap(packTest);

/** The tests as they were, to the bit. Throws when the numbers are not those of such tests. */
export function unpackTests(numbers: readonly number[], frozen: readonly FrozenTest[], tuning: Tuning): TestState[] {
  const rest = [...numbers];
  const tests = frozen.map((test) => unpackTest(rest, test, tuning));
  if (rest.length > 0) throw new Error('the snapshot holds more of a test than there is');
  return tests;
}

function packTest({ n, k, overFactor, process, further, recovery }: TestState): number[] {
  const searches = [process, ...further].flatMap(packProcess);
  return [n, k, ...overFactor, ...searches, ...(recovery === null ? [0] : [1, ...packProcess(recovery)])];
}

function unpackTest(rest: number[], { limit, phi }: FrozenTest, tuning: Tuning): TestState {
  const fresh = openTest(limit, phi, tuning);
  const [n, k] = take(rest, 2) as [number, number];
  const overFactor = take(rest, fresh.overFactor.length);
  const process = unpackProcess(rest, fresh.process);
  const further = fresh.further.map((search) => unpackProcess(rest, search));
  const [recovers] = take(rest, 1);
  const well = openEProcess('better', tuning, { trail: false });
  const recovery = recovers === 0 ? null : unpackProcess(rest, well);
  return { ...fresh, n, k, overFactor, process, further, evidence: evidenceOf({ limit, process, further }), recovery };
}

function packProcess({ capital, reserve, trail }: EProcess): number[] {
  if (trail === null) return [reserve, ...capital];
  // Who is behind begins anew with the next tick, however far behind.
  const lead = trail.lead.map((nats) => Math.max(0, nats));
  return [reserve, ...capital, ...lead, ...trail.since, ...trail.bad, ...trail.total, ...trail.allowed];
}

/** Takes as many numbers from the front as a process like this one has. */
function unpackProcess(rest: number[], { against, capital, trail }: EProcess): EProcess {
  const [reserve] = take(rest, 1) as [number];
  const list = () => take(rest, capital.length);
  const held = list();
  const run = trail && { lead: list(), since: list(), bad: list(), total: list(), allowed: list() };
  return { against, capital: held, reserve, evidence: worthOf(held, reserve), trail: run };
}

const take = (rest: number[], length: number) => takeFront(rest, length, 'a test');
