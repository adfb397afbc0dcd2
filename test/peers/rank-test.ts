import type { Minute } from './minutes.ts';
import type { Rule } from './rule.ts';

const hour = 60;
/** Fewer values on a side say nothing. */
const fewest = 10;

/**
 * The Mann-Whitney rank test of each hour after the deploy against the hour before it: worse when the lower end of the
 * confidence interval of the shift lies over `tolerance` times the estimated shift.
 * Source: Kayenta, MannWhitneyClassifier (confidence 0.98, tolerance 0.25); Hodges, Lehmann 1963 for shift and interval.
 */
export const rankTest =
  ({ confidence, tolerance }: { confidence: number; tolerance: number }): Rule =>
  ({ before, after }) => {
    const control = levels(before.slice(-hour));
    for (let end = hour; end <= after.length; end += hour) {
      const experiment = levels(after.slice(end - hour, end));
      if (control.length < fewest || experiment.length < fewest) continue;
      const { low, estimate } = shiftOf(control, experiment, confidence);
      if (low > tolerance * Math.abs(estimate)) return end;
    }
    return null;
  };

const levels = (minutes: readonly Minute[]): number[] => minutes.flatMap(({ level }) => level ?? []);

/** How far the second sample lies over the first, and the lower end of its interval (normal approximation). */
export function shiftOf(
  control: readonly number[],
  experiment: readonly number[],
  confidence: number,
): { readonly low: number; readonly estimate: number } {
  const pairs = new Float64Array(control.length * experiment.length);
  let at = 0;
  for (const a of control) for (const b of experiment) pairs[at++] = b - a;
  pairs.sort();
  const [n, m] = [control.length, experiment.length];
  const spread = Math.sqrt((n * m * (n + m + 1)) / 12);
  const outside = Math.max(0, Math.floor((n * m) / 2 - normalQuantile((1 + confidence) / 2) * spread));
  const middle = pairs.length >> 1;
  const estimate =
    pairs.length % 2 === 1 ? (pairs[middle] ?? 0) : ((pairs[middle - 1] ?? 0) + (pairs[middle] ?? 0)) / 2;
  return { low: pairs[outside] ?? 0, estimate };
}

/** Acklam's rational approximation for the upper half; right to 1e-9 relative. */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  if (p > 0.97575) {
    const q = Math.sqrt(-2 * Math.log(1 - p));
    return -polynomial(tailTop, q) / (polynomial(tailBottom, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(middleTop, r) * q) / (polynomial(middleBottom, r) * r + 1);
}

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
const middleTop = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const middleBottom = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
const tailTop = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailBottom = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];
