/**
 * Every number the verdict rests on. Changing one of them changes what Daywatch promises, so a plan may only
 * change the few that `WatchSettings` names.
 */
export interface Tuning {
  /** Largest chance of a false NO-GO in the whole watch, over all criteria together. */
  readonly alpha: number;
  /** The part of alpha kept for "the baseline itself was lucky". */
  readonly baselineShare: number;
  /** Length of the watch. */
  readonly horizonSeconds: number;
  /** Seen but not judged after the deploy: restarts, cold caches. */
  readonly settleSeconds: number;
  /** The share of the capital that bets on "since the deploy"; the rest is spread over every later start. */
  readonly capitalAtStart: number;
  /** Most evidence, in nats, that one tick may add to one test: one mad tick never decides alone. */
  readonly capPerTick: number;
  /** 1 or more keeps bets on bursty units within what such bursts bring by chance; 0 does not look. */
  readonly burstCare: number;
  /** How much burstier than it was seen it is taken to be after one hour; less by the root of the hours, up to a day. */
  readonly shortPhiCare: number;
  /** Looks fail in spells, which a short baseline may not have shown: added to the phi of a check after one hour. */
  readonly checkSpells: number;
  readonly blockSeconds: number;
  /** 0.5 nat is one sigma: how sure we must be that an hour of the baseline really was that bad. */
  readonly blockNats: number;
  /** 1 asks as much more of each hour as there are hours to choose the worst from; 0 asks nothing more. */
  readonly blockCare: number;
  /** Steps, in nats, between what the baseline's true rate may have been; none is one bound for all. */
  readonly baselineSteps: readonly number[];
  /** A time of day is covered when the baseline saw it within this distance. */
  readonly coverSeconds: number;
  /** A baseline shorter than this has its tolerance multiplied by `shortFactor`. */
  readonly shortBaselineSeconds: number;
  readonly shortFactor: number;
  /** From this many days on, the same time of day is compared with the same time of day. */
  readonly sameHourDays: number;
  /** Bad units that the same time of day must hold before a narrow window is trusted. */
  readonly sameHourBad: number;
  /** Evidence is divided by this when there is no baseline to measure burstiness on. */
  readonly phiWithoutBaseline: number;
  readonly goAlpha: number;
  readonly goEarliestSeconds: number;
  /** No GO while the verdict's E is at or over this. */
  readonly goSuspicion: number;
  /** Quantiles over this look for regressions and need not certify. */
  readonly goHighestQuantile: number;
  readonly coverage: number;
  readonly staleSeconds: number;
  readonly recoveryAlpha: number;
}

/** The numbers of the reference implementation (`golden/`), which the formulas are held against. */
export const referenceTuning: Tuning = {
  alpha: 0.01,
  baselineShare: 0.2,
  horizonSeconds: 86_400,
  settleSeconds: 120,
  capitalAtStart: 0.5,
  capPerTick: 3,
  burstCare: 0,
  shortPhiCare: 0.5,
  checkSpells: 0,
  blockSeconds: 3600,
  blockNats: 0.5,
  blockCare: 0,
  baselineSteps: [],
  coverSeconds: 3600,
  shortBaselineSeconds: 21_600,
  shortFactor: 1.5,
  sameHourDays: 5,
  sameHourBad: 400,
  phiWithoutBaseline: 4,
  goAlpha: 0.05,
  goEarliestSeconds: 1800,
  goSuspicion: 10,
  goHighestQuantile: 0.95,
  coverage: 0.8,
  staleSeconds: 300,
  recoveryAlpha: 0.05,
};

export const defaultTuning: Tuning = {
  ...referenceTuning,
  baselineShare: 0.05,
  baselineSteps: [1, 2.2, 3.5, 5],
  blockCare: 0.4,
  burstCare: 1.1,
  shortPhiCare: 0.8,
  checkSpells: 0.2,
};

/** NO-GO when the combined E reaches this: 105 with the defaults, 125 in the reference. */
export const noGoEvidence = (tuning: Tuning): number => 1 / ((1 - tuning.baselineShare) * tuning.alpha);

/** Confidence of one limit, in nats, when `tests` tests of each of `criteria` criteria share the baseline's part of alpha. */
export const limitNats = ({ tuning, criteria, tests }: { tuning: Tuning; criteria: number; tests: number }): number =>
  Math.log((criteria * tests) / (tuning.baselineShare * tuning.alpha));
