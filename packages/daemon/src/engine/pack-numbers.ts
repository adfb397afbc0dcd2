import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';

/** Lists of so many numbers, or rows of numbers, and more are packed: shorter than digits, and the same to the last bit. */
const shortest = 6;
type Row = Readonly<Record<string, number>>;

/** The same plain data with its long lists of numbers packed; what `unpackNumbers` makes whole again. */
export function packNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return packList(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, packNumbers(inner)]));
}

function packList(list: readonly unknown[]): unknown {
  if (list.length < shortest) return list.map(packNumbers);
  if (areNumbers(list)) return { packed: pack(list) };
  return areRows(list) ? { columns: columnsOf(list) } : list.map(packNumbers);
}

/** Plain data that shares nothing with what it was made from. */
export function unpackNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackNumbers);
  if (typeof value !== 'object' || value === null) return value;
  if ('packed' in value && typeof value.packed === 'string') return unpack(value.packed);
  if ('columns' in value) return rowsOf(unpackNumbers(value.columns) as Readonly<Record<string, number[]>>);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpackNumbers(inner)]));
}

const areNumbers = (list: readonly unknown[]): list is readonly number[] =>
  list.every((item) => typeof item === 'number');

/** Whether all have the same keys, and nothing but numbers. */
function areRows(list: readonly unknown[]): list is readonly Row[] {
  const isRow = (item: unknown): item is Row =>
    typeof item === 'object' && item !== null && !Array.isArray(item) && areNumbers(Object.values(item));
  const keysOf = (item: unknown) => (isRow(item) ? Object.keys(item).join() : '');
  const keys = keysOf(list[0]);
  return keys !== '' && list.every((item) => keysOf(item) === keys);
}

const columnsOf = (rows: readonly Row[]) =>
  Object.fromEntries(Object.keys(rows[0] ?? {}).map((key) => [key, packNumbers(rows.map((row) => row[key]))]));

function rowsOf(columns: Readonly<Record<string, number[]>>): Row[] {
  const [first = []] = Object.values(columns);
  return first.map((_, i) =>
    Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, column[i] as number])),
  );
}

/**
 * What the next bytes are; the rest of the same varint says which number, how far back, or how many. Counts and times
 * are whole or in millionths, runs that began together are told in the same numbers, and what is left is eight bytes.
 */
const kinds = 4;
const kind = { whole: 0, millionths: 1, again: 2, bits: 3 } as const;
const million = 1e6;
/** Times `kinds`, it is still a whole number to the last digit. */
const mostWhole = Number.MAX_SAFE_INTEGER / kinds - 1;
/** In millionths, up to here no longer than its bits. */
const mostMillionths = 2 ** 40;

function pack(numbers: readonly number[]): string {
  const writer = new ByteWriter();
  const places = new Map<number, number>();
  let bits: number[] = [];
  const writeBits = () => {
    if (bits.length === 0) return;
    writer.varint(bits.length * kinds + kind.bits);
    for (const number of bits) writer.float64(number);
    bits = [];
  };
  for (const [place, number] of numbers.entries()) {
    const earlier = places.get(number);
    const millionths = Math.round(number * million);
    if (isWhole(number, mostWhole)) {
      writeBits();
      writer.varint(number * kinds + kind.whole);
    } else if (earlier !== undefined) {
      writeBits();
      writer.varint((place - earlier) * kinds + kind.again);
    } else if (millionths / million === number && isWhole(millionths, mostMillionths)) {
      writeBits();
      writer.varint(millionths * kinds + kind.millionths);
    } else {
      bits.push(number);
      places.set(number, place);
    }
  }
  writeBits();
  return Buffer.from(writer.take()).toString('base64');
}

const isWhole = (number: number, most: number): boolean =>
  Number.isInteger(number) && number >= 0 && number <= most && !Object.is(number, -0);

function unpack(text: string): number[] {
  const reader = new ByteReader(Buffer.from(text, 'base64'));
  const numbers: number[] = [];
  while (!reader.atEnd) {
    const head = reader.varint();
    const rest = Math.floor(head / kinds);
    switch (head % kinds) {
      case kind.whole:
        numbers.push(rest);
        break;
      case kind.millionths:
        numbers.push(rest / million);
        break;
      case kind.again:
        numbers.push(earlierBy(rest, numbers));
        break;
      default:
        for (let left = rest; left > 0; left--) numbers.push(reader.float64());
    }
  }
  return numbers;
}

function earlierBy(distance: number, numbers: readonly number[]): number {
  const found = numbers.at(-distance);
  if (distance === 0 || found === undefined) throw new RangeError('A packed number repeats one that is not there.');
  return found;
}
