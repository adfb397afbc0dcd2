const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const notFinite = /^([+-]?)(?:inf(?:inity)?|(nan))$/i;

/** The number that a word is, NaN and infinities included; `undefined` when it is none. */
export function readNumber(word: string): number | undefined {
  // Number() alone would take '', '0x1' and '0b1' for numbers.
  if (decimal.test(word)) return Number(word);
  const [found, sign, nan] = notFinite.exec(word) ?? [];
  if (found === undefined) return undefined;
  if (nan !== undefined) return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
