import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';

/** An e-value in few characters: `0.4`, `125`, `21,000`, `4e12`. */
export function oddsWords(eValue: number): string {
  if (!Number.isFinite(eValue)) return 'beyond all numbers';
  if (eValue >= 1e9) return eValue.toExponential(0).replace('+', '');
  const rounded = Number(eValue.toPrecision(2));
  return rounded >= 1000 ? groupThousands(rounded) : String(rounded);
}
