import type { Law } from './law.ts';
import { type Against, type Care, type Manner, stakesAt, type Units, type Winnings, winningsFrom } from './winnings.ts';

/**
 * What a tick wins. The same few readings come again and again (a look that succeeds, a minute without an event), so they
 * are worked out once: what is remembered never changes an answer.
 */
export function winningsOf(against: Against, units: Units, manner: Manner, care: Care): Winnings {
  const memory = memoryOf(units.limit, against, manner.law);
  const workedOut = () => winningsFrom(memory.stakes, against, units, manner, care);
  const isUsual = Number.isInteger(units.k) && units.k < fewBad;
  if (!isUsual) return workedOut();
  if (!isLike(memory.last, units, manner, care)) {
    memory.last = { n: units.n, phi: manner.phi, inBursts: manner.inBursts, care, won: [] };
  }
  const { won } = memory.last;
  const made = won[units.k] ?? workedOut();
  won[units.k] = made;
  return made;
}
const fewBad = 4;

/** What is remembered of one limit: what each bet pays for a unit, and the readings that came last. */
interface Memory {
  readonly stakes: readonly number[];
  last: Last | null;
}

/** Readings of one size, and what each number of bad units in them wins. */
interface Last {
  readonly n: number;
  readonly phi: number;
  readonly inBursts: boolean | undefined;
  readonly care: Care;
  readonly won: Winnings[];
}

const isLike = (last: Last | null, { n }: Units, { phi, inBursts }: Manner, care: Care): last is Last =>
  last !== null && last.n === n && last.phi === phi && last.inBursts === inBursts && last.care === care;

const memories = {
  worse: { binomial: new Map<number, Memory>(), poisson: new Map<number, Memory>() },
  better: { binomial: new Map<number, Memory>(), poisson: new Map<number, Memory>() },
};
const mostLimits = 4096;

/** Limits change once an hour. */
function memoryOf(limit: number, against: Against, law: Law): Memory {
  const known = memories[against][law];
  const found = known.get(limit);
  if (found !== undefined) return found;
  if (known.size >= mostLimits) known.clear();
  const made: Memory = { stakes: stakesAt(limit, against, law), last: null };
  known.set(limit, made);
  return made;
}
