import type { Tuning } from '../tuning.ts';
import type { EProcess } from './e-process.ts';
import type { Count } from './law.ts';
import { winningsOf } from './remembered-winnings.ts';
import type { Manner } from './winnings.ts';

/** One e-process, and the tick that is imagined to come again and again. */
export interface Imagined extends Manner {
  readonly process: EProcess;
  readonly units: Count;
  readonly limit: number;
  /** Further processes over the same units: the least of all counts, each multiplied by its head start. */
  readonly further?: readonly { readonly process: EProcess; readonly limit: number; readonly headStart: number }[];
}

/** How many such ticks in a row bring the mean of the processes to `target`. Undefined when more than `most` would not. */
export function ticksUntil({
  imagined,
  seconds,
  target,
  most,
  tuning,
}: {
  imagined: readonly Imagined[];
  seconds: number;
  target: number;
  most: number;
  tuning: Tuning;
}): number | undefined {
  const futures = imagined.map((one) => leastOf(one, seconds, tuning));
  const after = (ticks: number) => {
    let sum = 0;
    for (const future of futures) sum += future(ticks);
    return sum / futures.length;
  };
  // Mostly a few are enough: the search doubles from below. The mean of nobody is no number, and never enough.
  let short = 0;
  let enough = 1;
  while (!(after(enough) >= target)) {
    if (enough >= most) return undefined;
    short = enough;
    enough = Math.min(2 * enough, most);
  }
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2);
    if (after(middle) >= target) enough = middle;
    else short = middle;
  }
  return enough;
}

function leastOf({ further = [], ...first }: Imagined, seconds: number, tuning: Tuning): (ticks: number) => number {
  const futures = [{ ...first, headStart: 0 }, ...further.map((other) => ({ ...first, ...other }))].map(
    ({ headStart, ...one }) => ({ gain: Math.exp(headStart), future: futureOf(one, seconds, tuning) }),
  );
  return (ticks) => {
    let least = Number.POSITIVE_INFINITY;
    for (const { gain, future } of futures) least = Math.min(least, gain * future(ticks));
    return least;
  };
}

/**
 * E after so many ticks, in closed form: the capital there is grows at the same rate each tick, and what is released
 * from the reserve on the way is a geometric sum.
 */
function futureOf(
  { process, units, limit, ...manner }: Imagined,
  seconds: number,
  tuning: Tuning,
): (ticks: number) => number {
  const started = ((1 - tuning.capitalAtStart) * seconds) / tuning.horizonSeconds;
  const gains = winningsOf(process, { ...units, limit }, manner, tuning).won;
  return (ticks) => {
    const releases = Math.min(ticks, process.reserve / started);
    let held = 0;
    for (let j = 0; j < gains.length; j++) {
      const gain = gains[j] as number;
      held += (process.capital[j] as number) * Math.exp(gain * ticks) + started * grown(gain, ticks, releases);
    }
    return held / gains.length + process.reserve - started * releases;
  };
}

/** What `releases` ones, one a tick from now on, are worth after `ticks`: a geometric sum. */
function grown(gain: number, ticks: number, releases: number): number {
  // Of nothing nothing grows, also where one would grow beyond all doubles.
  if (gain === 0 || releases === 0) return releases;
  return (Math.exp(gain * (ticks - releases)) * Math.expm1(gain * releases)) / -Math.expm1(-gain);
}
