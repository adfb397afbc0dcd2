const zero = 48;
const nine = 57;
const point = 46;
const powersOfTen = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const notFinite = /^([+-]?)(?:inf(?:inity)?|(nan))$/i;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** The number that stands in `text` from `from` to `to`, NaN and infinities included; `undefined` when there is none. */
export function readNumber(text: string, from: number, to: number): number | undefined {
  // At most 15 digits: exact in a double, and so is one division by a small power of ten.
  if (from < to && to - from <= 16) {
    let digits = 0;
    let decimals = -1;
    let at = from;
    for (; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code >= zero && code <= nine) {
        digits = digits * 10 + (code - zero);
        if (decimals >= 0) decimals++;
      } else if (code === point && decimals < 0 && at > from) decimals = 0;
      else break;
    }
    if (at === to && (decimals >= 0 || to - from <= 15))
      return decimals > 0 ? digits / (powersOfTen[decimals] ?? Number.NaN) : digits;
  }
  return readAnyNumber(text.slice(from, to));
}

// Number() alone would take '', '0x1' and '0b1' for numbers.
function readAnyNumber(word: string): number | undefined {
  if (decimal.test(word)) return Number(word);
  const [found, sign, nan] = notFinite.exec(word) ?? [];
  if (found === undefined) return undefined;
  if (nan !== undefined) return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
