import type { EProcess } from './e-process.ts';
import type { Law } from './law.ts';
import { type Care, type Manner, stakesAt, type Units, type Winnings, winningsFrom } from './winnings.ts';

/**
 * What a tick wins. The same few readings come again and again (a look that succeeds, a minute without an event), so they
 * are worked out once: what is remembered never changes an answer. Any other is told until the process is asked again.
 */
export function winningsOf(process: EProcess, units: Units, manner: Manner, care: Care): Winnings {
  const { against } = process;
  const memory = memoryOf(process, units.limit, manner.law);
  const isUsual = Number.isInteger(units.k) && units.k < fewBad;
  if (!isUsual) return winningsFrom(memory.stakes, against, units, manner, care, memory.unusual);
  if (!isLike(memory.last, units, manner, care)) {
    memory.last = { n: units.n, phi: manner.phi, inBursts: manner.inBursts, care, won: [] };
  }
  const { won } = memory.last;
  won[units.k] ??= winningsFrom(memory.stakes, against, units, manner, care);
  return won[units.k] as Winnings;
}
const fewBad = 4;

/** What is remembered of one limit: what each bet pays for a unit, and the readings that came last. */
interface Memory {
  readonly limit: number;
  readonly law: Law;
  readonly stakes: readonly number[];
  last: Last | null;
  readonly unusual: Winnings;
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

const memories = new WeakMap<EProcess, Memory>();

/** Limits change once an hour. */
function memoryOf(process: EProcess, limit: number, law: Law): Memory {
  const known = memories.get(process);
  if (known !== undefined && known.limit === limit && known.law === law) return known;
  const stakes = stakesAt(limit, process.against, law);
  const made: Memory = { limit, law, stakes, last: null, unusual: { won: [], growth: [] } };
  memories.set(process, made);
  return made;
}
