import { defaultTuning, type Tuning } from '../tuning.ts';
import { better, type EffectSizes, worse } from './effect-sizes.ts';
import type { Count, Law } from './law.ts';
import { stakeOf } from './log-likelihood-ratio.ts';

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

export const sizesOf: Record<EProcess['against'], EffectSizes> = { worse, better };
/** Doubles end at 1.8e308: an account that is full stays full. */
const fullAccount = 1e250;

/** `worse` looks for a rate over the limit, `better` for one under it. */
export function openEProcess(
  against: EProcess['against'],
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

/** How the bad units of a criterion come. */
export interface Manner {
  /** Variance over what independent units would have. */
  readonly phi: number;
  readonly law: Law;
  /** Each unit is an event that may draw others after it: failures, not values over a threshold. */
  readonly inBursts?: boolean;
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
  { phi, law, inBursts = false }: Manner,
  { capitalAtStart, horizonSeconds, capPerTick, burstCare }: Tuning = defaultTuning,
): number {
  const { capital, trail } = process;
  const { seconds, n, limit } = tick;
  const started = Math.min(process.reserve, ((1 - capitalAtStart) * seconds) / horizonSeconds);
  process.reserve -= started;
  const { logTheta } = sizesOf[process.against];
  const stakes = n > 0 && limit > 0 ? stakesAt(limit, process.against, law) : null;
  const odds = { phi, mostPerUnit: inBursts ? burstGain(phi, burstCare) : Number.POSITIVE_INFINITY, capPerTick };

  let sum = 0;
  for (let j = 0; j < capital.length; j++) {
    const won = stakes === null ? 0 : winnings(tick, logTheta[j] as number, stakes[j] as number, odds);
    const held = Math.min(((capital[j] as number) + started) * Math.exp(won), fullAccount);
    capital[j] = held;
    sum += held;
    if (trail !== null) follow(trail, j, won, tick);
  }
  process.evidence = sum / capital.length + process.reserve;
  return process.evidence;
}

/** E of accounts and reserve, as `bet` sums them up. */
export function worthOf(capital: readonly number[], reserve: number): number {
  let sum = 0;
  for (const held of capital) sum += held;
  return sum / capital.length + reserve;
}

/** What each account wins with one tick, in nats. */
export function gainsOf(
  against: EProcess['against'],
  tick: Count & { readonly limit: number },
  { phi, law, inBursts = false }: Manner,
  { capPerTick, burstCare }: Pick<Tuning, 'capPerTick' | 'burstCare'>,
): readonly number[] {
  const odds = { phi, mostPerUnit: inBursts ? burstGain(phi, burstCare) : Number.POSITIVE_INFINITY, capPerTick };
  const stakes = stakesAt(tick.limit, against, law);
  return sizesOf[against].logTheta.map((logTheta, j) => winnings(tick, logTheta, stakes[j] as number, odds));
}

interface Odds {
  readonly phi: number;
  readonly mostPerUnit: number;
  readonly capPerTick: number;
}
const winnings = ({ n, k }: Count, logTheta: number, stake: number, { phi, mostPerUnit, capPerTick }: Odds): number =>
  Math.min(k * Math.min(logTheta / phi, mostPerUnit) - (n * stake) / phi, capPerTick);

/**
 * Most evidence that one bad unit may bring. Bad units that come in geometric bursts whose variance is phi times the mean
 * have an exponential moment only up to `ln((phi + 1) / (phi - 1))` a unit: a bet that won more on each of them could be
 * carried over the bar by one burst of the usual kind.
 */
const burstGain = (phi: number, care: number): number =>
  phi > 1 && care > 0 ? Math.log((phi + 1) / (phi - 1)) / care : Number.POSITIVE_INFINITY;

/** What each account pays for one unit at this limit. Limits change once an hour, so they are worked out once. */
function stakesAt(limit: number, against: EProcess['against'], law: Law): readonly number[] {
  const known = stakes[against][law];
  const found = known.get(limit);
  if (found !== undefined) return found;
  if (known.size >= 4096) known.clear();
  const made = sizesOf[against].theta.map((theta) => stakeOf(theta, limit, law));
  known.set(limit, made);
  return made;
}
const stakes = {
  worse: { binomial: new Map<number, readonly number[]>(), poisson: new Map<number, readonly number[]>() },
  better: { binomial: new Map<number, readonly number[]>(), poisson: new Map<number, readonly number[]>() },
};

function follow({ lead, since, bad, total, allowed }: Trail, j: number, won: number, { at, n, k, limit }: Tick): void {
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

/** The run behind the richest account: when the trouble seems to have begun, and what was counted since. */
export interface Run {
  readonly theta: number;
  readonly since: number;
  readonly bad: number;
  readonly total: number;
  readonly allowed: number;
}

export function bestRun({ against, capital, trail }: EProcess): Run {
  const best = capital.reduce((leader, amount, j) => (amount > (capital[leader] as number) ? j : leader), 0);
  return {
    theta: sizesOf[against].theta[best] as number,
    since: trail?.since[best] ?? 0,
    bad: trail?.bad[best] ?? 0,
    total: trail?.total[best] ?? 0,
    allowed: trail?.allowed[best] ?? 0,
  };
}
