import { hourAfter } from './statistics/baseline-blocks.ts';
import type { Law } from './statistics/law.ts';
import {
  type RateReference,
  rateAtFactor,
  rateLimit,
  type SupposedRate,
  worsened,
} from './statistics/rate-reference.ts';
import { type SupposedShare, type ValueReference, valueAtFactor, valueLimit } from './statistics/value-reference.ts';
import type { Tuning } from './tuning.ts';

/** What one test holds the readings against. Values and shares are turned so that more is worse. */
export type TestLimit =
  | { readonly type: 'rate-limit'; readonly law: Law; readonly rate: number }
  | { readonly type: 'rate-baseline'; readonly reference: RateReference }
  | { readonly type: 'value-limit'; readonly level: number; readonly threshold: number }
  | { readonly type: 'value-baseline'; readonly reference: ValueReference };

/** A unit is bad over `threshold` (values only); no more than the share `rate` of units may be. */
export interface Bar {
  readonly threshold: number | null;
  readonly rate: number;
}

/** The limit, `at` seconds after the deploy. */
export function barAt(limit: TestLimit, at: number, tuning: Tuning): Bar {
  switch (limit.type) {
    case 'rate-limit':
      return { threshold: null, rate: limit.rate };
    case 'rate-baseline':
      return { threshold: null, rate: rateLimit(limit.reference, at, tuning) };
    case 'value-limit':
      return { threshold: limit.threshold, rate: 1 - limit.level };
    case 'value-baseline': {
      const { threshold, share } = valueLimit(limit.reference, at, tuning);
      return { threshold, rate: share };
    }
  }
}

/** The further suppositions about the baseline, each allowing more than the one before; none for an absolute limit. */
export const furtherOf = (limit: TestLimit): readonly (SupposedRate | SupposedShare)[] =>
  limit.type === 'rate-baseline' || limit.type === 'value-baseline' ? limit.reference.further : none;
const none: readonly SupposedRate[] = [];

/** What one of them allows, `at` seconds after the deploy. */
export const furtherRate = (
  limit: TestLimit,
  supposed: SupposedRate | SupposedShare,
  at: number,
  tuning: Tuning,
): number =>
  limit.type === 'rate-baseline'
    ? rateLimit(limit.reference, at, tuning, supposed)
    : (supposed.hourly?.[hourAfter(at)] ?? supposed.flat);

/** What GO must rule out: the baseline made `factor` times worse. An absolute limit is itself what is ruled out. */
export function barAtFactor(limit: TestLimit, factor: number): Bar {
  switch (limit.type) {
    case 'rate-limit':
      return { threshold: null, rate: limit.rate };
    case 'rate-baseline':
      return { threshold: null, rate: rateAtFactor(limit.reference, factor) };
    case 'value-limit':
      return { threshold: limit.threshold, rate: 1 - limit.level };
    case 'value-baseline':
      return { threshold: valueAtFactor(limit.reference, factor), rate: 1 - limit.reference.level };
  }
}

/** Of a baseline shorter than this hardly any evidence can be sure that it was not always so. */
const briefSeconds = 1800;

/**
 * The share of bad units over which nothing is well, however little can be proven: an absolute limit, or what a brief
 * baseline accepts at most. Undefined for a longer one: there evidence decides.
 */
export function mostAccepted(limit: TestLimit): number | undefined {
  switch (limit.type) {
    case 'rate-limit':
    case 'value-limit':
      return barAtFactor(limit, 1).rate;
    case 'rate-baseline': {
      const { reference } = limit;
      const isBrief = reference.spanSeconds < briefSeconds;
      return isBrief ? worsened(reference, reference.flat, reference.wideTolerance) : undefined;
    }
    case 'value-baseline':
      return limit.reference.spanSeconds < briefSeconds ? limit.reference.flat.share : undefined;
  }
}

export function lawOf(limit: TestLimit): Law {
  switch (limit.type) {
    case 'rate-limit':
      return limit.law;
    case 'rate-baseline':
      return limit.reference.law;
    case 'value-limit':
    case 'value-baseline':
      return 'binomial';
  }
}

/** The quantile of a value test. */
export function levelOf(limit: TestLimit): number | undefined {
  switch (limit.type) {
    case 'rate-limit':
    case 'rate-baseline':
      return undefined;
    case 'value-limit':
      return limit.level;
    case 'value-baseline':
      return limit.reference.level;
  }
}
