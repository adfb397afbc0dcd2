/** Lists of so many numbers and more are written as their bits: shorter than digits, and the same to the last one. */
const shortest = 6;

/** The same plain data with its long lists of numbers packed; what `unpackNumbers` makes whole again. */
export function packNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return isNumbers(value) ? { doubles: bitsOf(value as number[]) } : value.map(packNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packNumbers(inner)]));
}

/** Plain data that shares nothing with what it was made from. */
export function unpackNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackNumbers);
  if (typeof value !== 'object' || value === null) return value;
  if ('doubles' in value && typeof value.doubles === 'string') return numbersIn(value.doubles);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpackNumbers(inner)]));
}

const isNumbers = (list: readonly unknown[]): boolean =>
  list.length >= shortest && list.every((item) => typeof item === 'number');

const bitsOf = (numbers: readonly number[]): string => Buffer.from(new Float64Array(numbers).buffer).toString('base64');

function numbersIn(text: string): number[] {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 8 !== 0) throw new Error('a list of numbers is cut short');
  // A copy: Node's small buffers share one memory and need not lie on a multiple of 8.
  return Array.from(new Float64Array(Uint8Array.from(bytes).buffer));
}
