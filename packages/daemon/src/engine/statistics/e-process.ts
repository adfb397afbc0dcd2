import { defaultTuning, type Tuning } from '../tuning.ts';
import { winningsOf } from './remembered-winnings.ts';
import { type Against, type Manner, sizesOf, type Units } from './winnings.ts';

/**
 * Capital won by betting that the bad rate is over its limit, one account for each effect size. While the rate, given
 * the past, stays at or under the limit, the chance that `evidence` ever reaches 1 / a is at most a.
 * Half of the capital bets from the deploy on, half is spread over every later start.
 * Source: Ville 1939; Waudby-Smith, Ramdas 2024 (betting); Shin, Ramdas, Rinaldo 2022 (unknown start times).
 */
export interface EProcess {
  readonly against: Against;
  readonly capital: number[];
  /** Capital kept for starts that are still to come. */
  reserve: number;
  /** E: what all accounts and the reserve are worth now. */
  evidence: number;
  readonly trail: Trail | null;
}

/** For the explanation only: the run of ticks that each account's present lead comes from. */
interface Trail {
  readonly lead: number[];
  readonly since: number[];
  readonly bad: number[];
  readonly total: number[];
  readonly allowed: number[];
}

/** Doubles end at 1.8e308: an account that is full stays full. */
const fullAccount = 1e250;

/** `worse` looks for a rate over the limit, `better` for one under it. */
export function openEProcess(
  against: Against,
  { capitalAtStart }: Pick<Tuning, 'capitalAtStart'> = defaultTuning,
  { trail = true }: { trail?: boolean } = {},
): EProcess {
  const accounts = (amount: number) => sizesOf[against].theta.map(() => amount);
  const empty = { lead: accounts(0), since: accounts(0), bad: accounts(0), total: accounts(0), allowed: accounts(0) };
  return {
    against,
    capital: accounts(capitalAtStart),
    reserve: 1 - capitalAtStart,
    evidence: 1,
    trail: trail ? empty : null,
  };
}

export interface Tick extends Units {
  /** Start, in seconds after the deploy. */
  readonly at: number;
  readonly seconds: number;
}

/** Adds one tick and returns E. No units, or a limit of 0, are no evidence either way. */
export function bet(process: EProcess, tick: Tick, manner: Manner, tuning: Tuning = defaultTuning): number {
  const { capital, trail } = process;
  const { seconds, n, limit } = tick;
  const started = Math.min(process.reserve, ((1 - tuning.capitalAtStart) * seconds) / tuning.horizonSeconds);
  process.reserve -= started;
  // Nothing times a stake beyond all doubles would be no number.
  const winnings = n > 0 && limit > 0 ? winningsOf(process, tick, manner, tuning) : null;

  for (let j = 0; j < capital.length; j++) {
    const growth = winnings === null ? 1 : (winnings.growth[j] as number);
    capital[j] = Math.min(((capital[j] as number) + started) * growth, fullAccount);
  }
  if (trail !== null) follow(trail, winnings?.won, tick);
  process.evidence = worthOf(capital, process.reserve);
  return process.evidence;
}

/** E of accounts and reserve. */
export function worthOf(capital: readonly number[], reserve: number): number {
  let sum = 0;
  for (let j = 0; j < capital.length; j++) sum += capital[j] as number;
  return sum / capital.length + reserve;
}

/** An account without a lead begins its run with this tick. `won` is left out where there was nothing to bet on. */
function follow(
  { lead, since, bad, total, allowed }: Trail,
  won: readonly number[] | undefined,
  { at, n, k, limit }: Tick,
): void {
  const accepted = n * limit;
  for (let j = 0; j < lead.length; j++) {
    const gain = won === undefined ? 0 : (won[j] as number);
    if ((lead[j] as number) > 0) {
      lead[j] = (lead[j] as number) + gain;
      bad[j] = (bad[j] as number) + k;
      total[j] = (total[j] as number) + n;
      allowed[j] = (allowed[j] as number) + accepted;
    } else {
      lead[j] = gain;
      since[j] = at;
      bad[j] = k;
      total[j] = n;
      allowed[j] = accepted;
    }
  }
}

/** The run behind the richest account: when the trouble seems to have begun, and what was counted since. */
export interface Run {
  readonly theta: number;
  readonly since: number;
  readonly bad: number;
  readonly total: number;
  readonly allowed: number;
}

export function bestRun({ against, capital, trail }: EProcess): Run {
  const best = capital.indexOf(Math.max(...capital));
  return {
    theta: sizesOf[against].theta[best] as number,
    since: trail?.since[best] ?? 0,
    bad: trail?.bad[best] ?? 0,
    total: trail?.total[best] ?? 0,
    allowed: trail?.allowed[best] ?? 0,
  };
}
