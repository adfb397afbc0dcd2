import { defaultTuning, type Tuning } from '../tuning.ts';
import { slotsIn } from './baseline-blocks.ts';
import { type Count, type Law, nothing } from './law.ts';

const batchSeconds = [60, 300, 900];
/** Under half an hour there are too few minutes to compare: batches are then 1, 5 and 15 slots. */
const shortSeconds = 1800;

/** With fewer slots than this nothing can be said about burstiness. */
export const fewestSlots = 10;

/**
 * How bursty the bad units are: phi, at least 1. Within blocks of an hour, batches of 1, 5 and 15 minutes are compared
 * with what independent units would do; what is still correlated between batches widens it further.
 * `slots` are in time order, gaps are `{ n: 0, k: 0 }`.
 * Source: Pearson's dispersion statistic (Wedderburn 1974; McCullagh, Nelder 1989), batch means (Conway 1963),
 * first-order autocorrelation with its small-sample bias (Kendall 1954).
 */
export function dispersion({
  slots,
  slotSeconds,
  law,
  tuning = defaultTuning,
}: {
  slots: readonly Count[];
  slotSeconds: number;
  law: Law;
  tuning?: Pick<Tuning, 'blockSeconds' | 'shortPhiCare'>;
}): number {
  const { blockSeconds, shortPhiCare } = tuning;
  const blocks = wholeBlocks(slots, slotsIn(blockSeconds, slotSeconds));
  const span = slots.length * slotSeconds;
  const scale = span < shortSeconds ? slotSeconds / 60 : 1;
  const lengths = new Set(batchSeconds.map((seconds) => slotsIn(seconds * scale, slotSeconds)));
  let phi = 1;
  for (const length of lengths) {
    const measured = batchDispersion(blocks, length, law);
    if (measured !== undefined) phi = Math.max(phi, measured);
  }
  const hours = span / 3600;
  return hours < 24 ? 1 + (phi - 1) * (1 + shortPhiCare / Math.sqrt(hours)) : phi;
}

/** Blocks of `length` counted back from the end; one block of everything when there are fewer than three. */
function wholeBlocks(slots: readonly Count[], length: number): (readonly Count[])[] {
  const blocks = slots.length >= 3 * length ? Math.floor(slots.length / length) : 1;
  if (blocks === 1) return [slots];
  const start = slots.length - blocks * length;
  return Array.from({ length: blocks }, (_, i) => slots.slice(start + i * length, start + (i + 1) * length));
}

/** Dispersion of batches of `length` slots around their block's own rate. `undefined` when there is too little to say. */
function batchDispersion(blocks: readonly (readonly Count[])[], length: number, law: Law): number | undefined {
  const batches = Math.floor((blocks[0]?.length ?? 0) / length);
  if (batches < 3 || blocks.length * batches < fewestSlots) return undefined;

  let squares = 0;
  let expected = 0;
  let scores = 0;
  let products = 0;
  for (const block of blocks) {
    const { n, k } = sumOf(block);
    if (n <= 0) continue;
    const rate = k / n;
    const variance = law === 'poisson' ? 1 : 1 - rate;
    let previous: number | undefined;
    for (let i = 0; i < batches; i++) {
      const batch = sumOf(block.slice(i * length, (i + 1) * length));
      const usual = batch.n * rate * variance;
      const residual = batch.k - batch.n * rate;
      squares += residual * residual;
      expected += usual;
      const score = usual > 0 ? residual / Math.sqrt(usual) : 0;
      scores += score * score;
      if (previous !== undefined) products += score * previous;
      previous = score;
    }
  }
  if (expected <= 0) return undefined;

  const unbiased = batches / (batches - 1);
  const spread = (squares / expected) * unbiased;
  if (batches < 6 || scores <= 0) return spread;
  const raw = (products / scores) * unbiased;
  const correlation = raw + (1 + 3 * Math.max(raw, 0)) / batches;
  if (correlation <= 2 / Math.sqrt(blocks.length * batches)) return spread;
  const capped = Math.min(correlation, 0.9);
  return (spread * (1 + capped)) / (1 - capped);
}

/** All units together. */
export function sumOf(counts: readonly Count[]): Count {
  return counts.reduce((sum, { n, k }) => ({ n: sum.n + n, k: sum.k + k }), nothing);
}
