import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/**
 * How a list of numbers is written. Counts are whole, and times come in milliseconds or microseconds: as multiples of
 * such a step they take one to three bytes instead of eight. A step is used only where every number comes back exactly.
 */
const stepsPerUnit = [1, 1_000, 1_000_000] as const;
const asFloats = stepsPerUnit.length;
const encodings = stepsPerUnit.length + 1;

const isExact = (value: number, perUnit: number): boolean => {
  const steps = Math.round(value * perUnit);
  return steps >= 0 && steps <= Number.MAX_SAFE_INTEGER && steps / perUnit === value && !Object.is(value, -0);
};

/** The first step that fits all of them. */
function encodingOf(numbers: readonly number[]): number {
  let encoding = 0;
  for (const value of numbers) {
    // A number that fits a step fits every finer one, but for rounding: then it is tried again from there.
    while (encoding < asFloats && !isExact(value, stepsPerUnit[encoding] ?? Number.NaN)) encoding += 1;
    if (encoding === asFloats) return asFloats;
  }
  const perUnit = stepsPerUnit[encoding] ?? Number.NaN;
  return numbers.every((value) => isExact(value, perUnit)) ? encoding : asFloats;
}

export function packNumbers(writer: ByteWriter, numbers: readonly number[]): void {
  const encoding = encodingOf(numbers);
  const perUnit = stepsPerUnit[encoding];
  writer.varint(numbers.length * encodings + encoding);
  for (const value of numbers) {
    if (perUnit === undefined) writer.float64(value);
    else writer.varint(Math.round(value * perUnit));
  }
}

export function unpackNumbers(reader: ByteReader): number[] {
  const head = reader.varint();
  const perUnit = stepsPerUnit[head % encodings];
  const numbers: number[] = [];
  for (let left = Math.floor(head / encodings); left > 0; left--) {
    numbers.push(perUnit === undefined ? reader.float64() : reader.varint() / perUnit);
  }
  return numbers;
}

/** One number that is written as a whole one: what nearly all of them are. */
const oneWhole = encodings;

/** As `packNumbers` writes a list of one. */
export function packNumber(writer: ByteWriter, number: number): void {
  if (!isExact(number, 1)) packNumbers(writer, [number]);
  else {
    writer.varint(oneWhole);
    writer.varint(number);
  }
}

export function unpackNumber(reader: ByteReader): number {
  const head = reader.varint();
  if (head === oneWhole) return reader.varint();
  if (Math.floor(head / encodings) !== 1) throw new RangeError('One number was stored here, or so it should be.');
  const perUnit = stepsPerUnit[head % encodings];
  return perUnit === undefined ? reader.float64() : reader.varint() / perUnit;
}
