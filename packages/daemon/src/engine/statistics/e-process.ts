import { defaultTuning, type Tuning } from '../tuning.ts';
import { better, type EffectSizes, worse } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';
import { logLikelihoodRatio } from './log-likelihood-ratio.ts';

/**
 * Capital won by betting that the bad rate is over its limit, one account for each effect size. While the rate, given
 * the past, stays at or under the limit, the chance that `evidence` ever reaches 1 / a is at most a.
 * Half of the capital bets from the deploy on, half is spread over every later start.
 * Source: Ville 1939; Waudby-Smith, Ramdas 2024 (betting); Shin, Ramdas, Rinaldo 2022 (unknown start times).
 */
export interface EProcess {
  readonly against: 'worse' | 'better';
  readonly capital: number[];
  /** Capital kept for starts that are still to come. */
  reserve: number;
  /** E: what all accounts and the reserve are worth now. */
  evidence: number;
  strongest: number;
  /** For the explanation only: the run of ticks that each account's present lead comes from. */
  readonly lead: number[];
  readonly since: number[];
  readonly bad: number[];
  readonly total: number[];
  readonly allowed: number[];
}

export const sizesOf: Record<EProcess['against'], EffectSizes> = { worse, better };
/** Doubles end at 1.8e308: an account that is full stays full. */
const fullAccount = 1e250;

/** `worse` looks for a rate over the limit, `better` for one under it. */
export function openEProcess(
  against: EProcess['against'],
  { capitalAtStart }: Pick<Tuning, 'capitalAtStart'> = defaultTuning,
): EProcess {
  const accounts = (amount: number) => sizesOf[against].theta.map(() => amount);
  return {
    against,
    capital: accounts(capitalAtStart),
    reserve: 1 - capitalAtStart,
    evidence: 1,
    strongest: 1,
    lead: accounts(0),
    since: accounts(0),
    bad: accounts(0),
    total: accounts(0),
    allowed: accounts(0),
  };
}

export interface Tick extends Count {
  /** Start, in seconds after the deploy. */
  readonly at: number;
  readonly seconds: number;
  /** The limit on the bad rate. With `n` or the limit 0 there is no evidence either way. */
  readonly limit: number;
}

/** Adds one tick and returns E. */
export function bet(
  process: EProcess,
  tick: Tick,
  { phi, law }: { phi: number; law: Law },
  { capitalAtStart, horizonSeconds, capPerTick }: Tuning = defaultTuning,
): number {
  const { capital, lead, since, bad, total, allowed } = process;
  const { theta, logTheta } = sizesOf[process.against];
  const { at, seconds, n, k, limit } = tick;
  const started = Math.min(process.reserve, ((1 - capitalAtStart) * seconds) / horizonSeconds);
  process.reserve -= started;
  const live = n > 0 && limit > 0;

  let sum = 0;
  for (let j = 0; j < theta.length; j++) {
    const size = theta[j] as number;
    const ratio = live ? logLikelihoodRatio(size, logTheta[j] as number, tick, limit, law) / phi : 0;
    const won = Math.min(ratio, capPerTick);
    const held = Math.min(((capital[j] as number) + started) * Math.exp(won), fullAccount);
    capital[j] = held;
    sum += held;

    if ((lead[j] as number) <= 0) {
      lead[j] = 0;
      since[j] = at;
      bad[j] = 0;
      total[j] = 0;
      allowed[j] = 0;
    }
    lead[j] = (lead[j] as number) + won;
    bad[j] = (bad[j] as number) + k;
    total[j] = (total[j] as number) + n;
    allowed[j] = (allowed[j] as number) + n * limit;
  }
  process.evidence = sum / theta.length + process.reserve;
  process.strongest = Math.max(process.strongest, process.evidence);
  return process.evidence;
}

/** The run behind the richest account: when the trouble seems to have begun, and what was counted since. */
export interface Run {
  readonly theta: number;
  readonly since: number;
  readonly bad: number;
  readonly total: number;
  readonly allowed: number;
}

export function bestRun(process: EProcess): Run {
  const best = process.capital.reduce(
    (leader, amount, j) => (amount > (process.capital[leader] as number) ? j : leader),
    0,
  );
  return {
    theta: sizesOf[process.against].theta[best] as number,
    since: process.since[best] as number,
    bad: process.bad[best] as number,
    total: process.total[best] as number,
    allowed: process.allowed[best] as number,
  };
}
