import type { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

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

export function packNumbers(writer: ByteWriter, numbers: readonly number[]): void {
  const coarsest = stepsPerUnit.findIndex((perUnit) => numbers.every((value) => isExact(value, perUnit)));
  const encoding = coarsest === -1 ? asFloats : coarsest;
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

export const packNumber = (writer: ByteWriter, number: number): void => packNumbers(writer, [number]);

export function unpackNumber(reader: ByteReader): number {
  const [number, ...more] = unpackNumbers(reader);
  if (number === undefined || more.length > 0) throw new RangeError('One number was stored here, or so it should be.');
  return number;
}
