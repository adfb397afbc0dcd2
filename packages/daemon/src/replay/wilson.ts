/** The 95 % interval of a share of which `k` of `n` were seen (Wilson 1927). Of nothing seen nothing is known. */
export function wilson(k: number, n: number): readonly [low: number, high: number] {
  if (n <= 0) return [0, 1];
  const z = 1.959964;
  const p = k / n;
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  return [k <= 0 ? 0 : (centre - half) / whole, k >= n ? 1 : (centre + half) / whole];
}
