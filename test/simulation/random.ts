/** Draws that look random and never change for a seed. */
export interface Random {
  /** In [0, 1). */
  uniform(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  normal(): number;
  exponential(): number;
  gamma(shape: number): number;
  poisson(mean: number): number;
  binomial(n: number, p: number): number;
}

/** xoshiro128** (Blackman, Vigna 2018), its state filled by splitmix32. */
export function randomFrom(seed: number): Random {
  let [a, b, c, d] = splitmix(seed);

  const uniform = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return (result >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(uniform() * end);
  /** Box and Muller 1958; only one of the pair, so that each draw stands alone. */
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const exponential = (): number => -Math.log(1 - uniform());

  /** Marsaglia, Tsang 2000. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const third = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * third)) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + third - third * v + third * Math.log(v)) return third * v;
    }
  };

  /** By inversion; past a mean of 60 the normal law is close enough for a simulation. */
  const poisson = (mean: number): number => {
    if (mean <= 0) return 0;
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let left = uniform();
    let chance = Math.exp(-mean);
    let k = 0;
    while (left > chance && k < 1000) {
      left -= chance;
      k += 1;
      chance *= mean / k;
    }
    return k;
  };

  const binomial = (n: number, p: number): number => {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    if (p > 0.5) return n - binomial(n, 1 - p);
    const mean = n * p;
    if (mean > 60) {
      const drawn = Math.round(mean + Math.sqrt(mean * (1 - p)) * normal());
      return Math.min(n, Math.max(0, drawn));
    }
    const odds = p / (1 - p);
    let left = uniform();
    let chance = Math.exp(n * Math.log1p(-p));
    let k = 0;
    while (left > chance && k < n) {
      left -= chance;
      k += 1;
      chance *= (odds * (n - k + 1)) / k;
    }
    return k;
  };

  const pick = <T>(from: readonly T[]): T => {
    const found = from[below(from.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  };
  return { uniform, below, pick, normal, exponential, gamma, poisson, binomial };
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function splitmix(seed: number): [number, number, number, number] {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return [next(), next(), next(), next()];
}
